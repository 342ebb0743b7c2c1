using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Portal.Identity.Policy;

/// <summary>An address of the form that is accepted here: one mailbox, no display name (RFC 5321 §4.1.2, without address literals and quoted local parts, which hardly any mail server takes).</summary>
public sealed record EmailAddress
{
    private const int MaxLength = 254; // octets: RFC 5321 §4.5.3.1.3 without the angle brackets
    private const int MaxLocalPartLength = 64;
    private const int MaxDomainLength = 253;
    private const int MaxLabelLength = 63;

    private static readonly SearchValues<char> AtomCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~");

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string value, string localPart, string domain) => (Value, LocalPart, Domain) = (value, localPart, domain);

    /// <summary>As it was written, and as mail is sent to it.</summary>
    public string Value { get; }

    /// <summary>What precedes the last <c>@</c>, as it was written.</summary>
    public string LocalPart { get; }

    /// <summary>What follows the last <c>@</c>, in lower-case ASCII (an internationalised name in its <c>xn--</c> form).</summary>
    public string Domain { get; }

    /// <summary>The form that addresses are compared in: without regard to case, and with one spelling per domain.</summary>
    public string Normalised => $"{LocalPart.ToLowerInvariant()}@{Domain}";

    /// <summary>Reads an address exactly as given: white space around it is not tolerated. A domain without a dot is accepted.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        // A character is at least one octet, so that long texts are refused without being read.
        if (text is null || text.Length > MaxLength || !HasOnlyText(text) || Encoding.UTF8.GetByteCount(text) > MaxLength)
        {
            return false;
        }

        var at = text.LastIndexOf('@');
        if (at < 1 || !IsLocalPart(text[..at]) || !TryDomain(text[(at + 1)..], out var domain))
        {
            return false;
        }

        address = new EmailAddress(text, text[..at], domain);
        return true;
    }

    /// <summary>The form for comparison, or <see langword="null"/> for a text that is no address.</summary>
    public static string? Normalise(string? text) => TryParse(text, out var address) ? address.Normalised : null;

    public override string ToString() => Value;

    // Also what keeps CR and LF out of mail headers.
    private static bool HasOnlyText(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var unwanted = rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (unwanted)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLocalPart(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxLocalPartLength)
        {
            return false;
        }

        return Array.TrueForAll(text.Split('.'), IsAtom);
    }

    private static bool IsAtom(string text) =>
        text.Length > 0 && text.All(c => AtomCharacters.Contains(c) || (c > 0x7F && !char.IsWhiteSpace(c)));

    private static bool TryDomain(string text, [NotNullWhen(true)] out string? domain)
    {
        domain = ToAscii(text);
        if (domain is null or { Length: 0 or > MaxDomainLength })
        {
            return false;
        }

        var labels = domain.Split('.');
        return Array.TrueForAll(labels, IsLabel) && !labels[^1].All(char.IsAsciiDigit); // that would be an IPv4 address
    }

    private static bool IsLabel(string text) =>
        text.Length is > 0 and <= MaxLabelLength && text[0] != '-' && text[^1] != '-' && !text.AsSpan().ContainsAnyExcept(LabelCharacters);

    /// <summary>The ASCII form of a domain in lower case, or <see langword="null"/> if it has none.</summary>
    internal static string? ToAscii(string domain)
    {
        if (Ascii.IsValid(domain))
        {
            return domain.ToLowerInvariant();
        }

        try
        {
            return Idn.GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
