using System.Text;

namespace Portal.Mail;

/// <summary>Header fields (RFC 5322 §2.2). What does not fit on one line of printable ASCII goes as encoded words (RFC 2047).</summary>
internal static class MimeHeader
{
    private const int LongestLine = 76; // RFC 2047 §2, for lines with encoded words
    private const int WordBytes = 36; // 48 characters of Base64, leaving room for the longest field name

    /// <summary>A value that is ours and well formed.</summary>
    public static void Append(StringBuilder mail, string name, string value) =>
        mail.Append(name).Append(": ").Append(value).Append("\r\n");

    /// <summary>An unstructured value.</summary>
    /// <exception cref="ArgumentException">It holds a control character.</exception>
    public static void AppendText(StringBuilder mail, string name, string value)
    {
        if (value.Any(char.IsControl))
        {
            throw new ArgumentException($"The header {name} holds a control character.", nameof(value));
        }

        Append(mail, name, IsPlain(value, LongestLine - name.Length - 2) ? value : EncodedWords(value));
    }

    public static void AppendMailbox(StringBuilder mail, string name, Mailbox mailbox)
    {
        if (mailbox.Name is not { } displayName)
        {
            Append(mail, name, mailbox.Address);
            return;
        }

        var quoted = '"' + displayName.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
        var phrase = IsPlain(quoted, LongestLine - name.Length - 2) ? quoted : EncodedWords(displayName);
        var address = $"<{mailbox.Address}>";
        var lastLine = phrase.Length - (phrase.LastIndexOf('\n') + 1) + (phrase.Contains('\n', StringComparison.Ordinal) ? 0 : name.Length + 2);
        Append(mail, name, phrase + (lastLine + 1 + address.Length > LongestLine ? "\r\n " : " ") + address);
    }

    private static bool IsPlain(string value, int length) =>
        value.Length <= length
        && value.Length == value.Trim().Length
        && !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && !value.Contains("=?", StringComparison.Ordinal); // would be read as an encoded word

    /// <summary>Words of whole characters, one a line; a reader joins them without the folding between (RFC 2047 §6.2).</summary>
    private static string EncodedWords(string value)
    {
        var words = new List<string>();
        var bytes = new List<byte>(WordBytes);
        Span<byte> encoded = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(encoded);
            if (bytes.Count + length > WordBytes)
            {
                words.Add(EncodedWord(bytes));
                bytes.Clear();
            }

            bytes.AddRange(encoded[..length]);
        }

        words.Add(EncodedWord(bytes));
        return string.Join("\r\n ", words);
    }

    private static string EncodedWord(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=";
}
