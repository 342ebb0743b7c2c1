using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Portal.Identity.Protocol;

/// <summary>Normalises the host of an http or https URL: lower case, international names in ASCII, IPv6 in its short form.</summary>
internal static class UrlHost
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;
    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");
    private static readonly IdnMapping Idn = new();

    /// <summary>The host as the WHATWG parser writes it; <see langword="null"/> if it is none, or one that parsers read differently.</summary>
    internal static string? Normalise(string text)
    {
        if (text.StartsWith('['))
        {
            return NormaliseIPv6(text);
        }

        var name = ToAscii(text);
        if (name is null || name.Length is 0 or > LongestName)
        {
            return null;
        }

        // A single dot at the end is the DNS root; browsers keep it, and so the name differs from the one without.
        var labels = (name.EndsWith('.') ? name[..^1] : name).Split('.');
        if (labels.Any(label => label.Length is 0 or > LongestLabel || label.AsSpan().ContainsAnyExcept(LabelCharacters)))
        {
            return null;
        }

        return !LooksLikeNumber(labels[^1]) || IsPlainIPv4(name) ? name : null;
    }

    private static string? ToAscii(string text)
    {
        var lower = text.ToLowerInvariant();
        if (Ascii.IsValid(lower) && !lower.Contains("xn--", StringComparison.Ordinal))
        {
            return lower;
        }

        try
        {
            // There and back, so that a name has one spelling and made-up punycode has none.
            var ascii = Idn.GetAscii(lower).ToLowerInvariant();
            return string.Equals(Idn.GetAscii(Idn.GetUnicode(ascii)), ascii, StringComparison.Ordinal) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? NormaliseIPv6(string text) =>
        text.EndsWith(']') && !text.AsSpan(1, text.Length - 2).ContainsAnyExcept(AddressCharacters)
        && IPAddress.TryParse(text.AsSpan(1, text.Length - 2), out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{address}]"
            : null;

    // What browsers read as an IPv4 address: 127.1, 2130706433 and 0x7f.1 are all 127.0.0.1 to them.
    private static bool LooksLikeNumber(string label) =>
        label.All(char.IsAsciiDigit) || (label.StartsWith("0x", StringComparison.Ordinal) && label[2..].All(char.IsAsciiHexDigit));

    private static bool IsPlainIPv4(string name) =>
        IPAddress.TryParse(name, out var address) && string.Equals(address.ToString(), name, StringComparison.Ordinal);
}
