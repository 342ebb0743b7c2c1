using System.Text;

namespace Portal.Mail;

/// <summary>Text as printable ASCII in lines of at most 76 characters (RFC 2045 §6.7).</summary>
internal static class QuotedPrintable
{
    private const int LongestLine = 76;
    private const string HexDigits = "0123456789ABCDEF";

    /// <summary>The text in UTF-8, encoded. Line ends of any kind become CRLF; none is added at the end.</summary>
    public static string Encode(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return string.Join("\r\n", lines.Select(EncodeLine));
    }

    private static string EncodeLine(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var encoded = new StringBuilder();
        var column = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var isLast = i == bytes.Length - 1;
            var width = IsLiteral(bytes[i], isLast) ? 1 : 3;
            if (column + width > LongestLine - (isLast ? 0 : 1)) // the soft line break needs a place, unless the line ends here
            {
                encoded.Append("=\r\n");
                column = 0;
            }

            if (width == 1)
            {
                encoded.Append((char)bytes[i]);
            }
            else
            {
                encoded.Append('=').Append(HexDigits[bytes[i] >> 4]).Append(HexDigits[bytes[i] & 15]);
            }

            column += width;
        }

        return encoded.ToString();
    }

    // Space and tab at the end of a line would be lost on the way (rule 3).
    private static bool IsLiteral(byte value, bool isLast) => value switch
    {
        (byte)'=' => false,
        (byte)' ' or (byte)'\t' => !isLast,
        _ => value is > 32 and < 127,
    };
}
