using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Portal.Mail;

/// <summary>A name and an address (RFC 5322 §3.4) that are safe in a header and in an SMTP command: whoever holds one need not check again.</summary>
/// <remarks>Local parts are dot-atoms, as every provider issues them; quoted ones and domain literals are refused.</remarks>
internal sealed class Mailbox
{
    private const int LongestAddress = 254; // RFC 5321 §4.5.3.1.3, without the angle brackets
    private const int LongestLocalPart = 64;
    private const int LongestName = 255;

    // RFC 5322 §3.2.3 specials; spaces and controls are checked by class.
    private static readonly SearchValues<char> Specials = SearchValues.Create("()<>[]:;@\\,\"");

    private Mailbox(string? name, string localPart, string domain) =>
        (Name, LocalPart, Domain) = (name, localPart, domain);

    /// <summary>The display name; <see langword="null"/> if there is none.</summary>
    public string? Name { get; }

    public string LocalPart { get; }

    /// <summary>In its ASCII form (RFC 5890).</summary>
    public string Domain { get; }

    public string Address => $"{LocalPart}@{Domain}";

    /// <summary>Whether only a server with SMTPUTF8 can take the address (RFC 6531).</summary>
    public bool NeedsSmtpUtf8 => !Ascii.IsValid(LocalPart);

    /// <summary>A mailbox of parts. <see langword="false"/> if either could not be written without doubt about where it ends.</summary>
    public static bool TryCreate(string? name, string address, [NotNullWhen(true)] out Mailbox? mailbox)
    {
        mailbox = null;
        var at = address.LastIndexOf('@');
        if (at < 1 || !IsName(name) || !IsLocalPart(address[..at]) || AsciiDomain(address[(at + 1)..]) is not { } domain)
        {
            return false;
        }

        mailbox = new Mailbox(string.IsNullOrWhiteSpace(name) ? null : name.Trim(), address[..at], domain);
        return mailbox.Address.Length <= LongestAddress;
    }

    /// <summary>Reads <c>Name &lt;address&gt;</c>, <c>"Name" &lt;address&gt;</c>, <c>&lt;address&gt;</c> or <c>address</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Mailbox? mailbox)
    {
        text = text.Trim();
        var open = text.LastIndexOf('<');
        if (open < 0)
        {
            return TryCreate(null, text, out mailbox);
        }

        mailbox = null;
        return text.EndsWith('>')
            && TryReadName(text[..open].Trim(), out var name)
            && TryCreate(name, text[(open + 1)..^1], out mailbox);
    }

    public override string ToString() => Address;

    private static bool TryReadName(string phrase, out string name)
    {
        name = phrase;
        if (!phrase.StartsWith('"'))
        {
            return !phrase.AsSpan().ContainsAny(Specials);
        }

        var unquoted = new StringBuilder();
        for (var i = 1; i < phrase.Length; i++)
        {
            if (phrase[i] == '"')
            {
                name = unquoted.ToString();
                return i == phrase.Length - 1;
            }

            if (phrase[i] == '\\' && ++i == phrase.Length)
            {
                return false;
            }

            unquoted.Append(phrase[i]);
        }

        return false;
    }

    private static bool IsName(string? name) =>
        name is null || (name.Length <= LongestName && IsText(name) && !name.Any(char.IsControl));

    private static bool IsLocalPart(string text) =>
        Encoding.UTF8.GetByteCount(text) <= LongestLocalPart && IsText(text) && text.Split('.').All(IsAtom);

    private static bool IsAtom(string text) =>
        text.Length > 0
        && !text.AsSpan().ContainsAny(Specials)
        && !text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character));

    /// <summary>No lone surrogates, which UTF-8 cannot write, and no line separators.</summary>
    private static bool IsText(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return true;
    }

    private static string? AsciiDomain(string domain)
    {
        try
        {
            return new IdnMapping { UseStd3AsciiRules = true }.GetAscii(domain);
        }
        catch (ArgumentException) // the only way in which it says no
        {
            return null;
        }
    }
}
