namespace Portal.Mail;

/// <summary>The extensions that a server announced (RFC 5321 §4.1.1.1).</summary>
internal sealed class SmtpCapabilities
{
    private readonly Dictionary<string, string[]> _extensions = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="ehlo">The answer to EHLO, whose first line is a greeting.</param>
    public SmtpCapabilities(SmtpReply ehlo)
    {
        foreach (var line in ehlo.Lines.Skip(1))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length > 0)
            {
                _extensions[words[0]] = words[1..];
            }
        }
    }

    public bool Has(string extension) => _extensions.ContainsKey(extension);

    /// <summary>Whether the server knows the SASL mechanism (RFC 4954 §3).</summary>
    public bool HasAuth(string mechanism) =>
        _extensions.TryGetValue("AUTH", out var mechanisms) && mechanisms.Contains(mechanism, StringComparer.OrdinalIgnoreCase);
}
