namespace Portal.Mail;

/// <summary>Content between DATA and its final dot (RFC 5321 §4.5.2).</summary>
internal static class DotStuffing
{
    /// <summary>Doubles the dot that starts a line, ends the last line, adds the final dot.</summary>
    /// <remarks>A CR or LF that stands alone becomes CRLF: servers disagree on whether it ends a line, and that smuggles mails.</remarks>
    public static byte[] Apply(ReadOnlySpan<byte> content)
    {
        var stuffed = new List<byte>(content.Length + 64);
        var startsLine = true;
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] is (byte)'\r' or (byte)'\n')
            {
                stuffed.AddRange("\r\n"u8);
                startsLine = true;
                i += content[i] == '\r' && i + 1 < content.Length && content[i + 1] == '\n' ? 1 : 0;
                continue;
            }

            if (startsLine && content[i] == '.')
            {
                stuffed.Add((byte)'.');
            }

            stuffed.Add(content[i]);
            startsLine = false;
        }

        stuffed.AddRange(startsLine ? ".\r\n"u8 : "\r\n.\r\n"u8);
        return [.. stuffed];
    }
}
