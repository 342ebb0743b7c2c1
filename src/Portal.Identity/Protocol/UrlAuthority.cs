using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Portal.Identity.Protocol;

/// <summary>The part of a URL between <c>//</c> and the path.</summary>
/// <param name="UserInfo">Name and password; no rule of ours accepts them, but a URL with them is not the URL without.</param>
/// <param name="Host">Normalised for http and https, as written for other schemes.</param>
/// <param name="Port"><see langword="null"/> where the scheme's default applies.</param>
public sealed record UrlAuthority(string? UserInfo, string Host, int? Port)
{
    public override string ToString() =>
        $"{(UserInfo is null ? "" : $"{UserInfo}@")}{Host}{(Port is null ? "" : string.Create(CultureInfo.InvariantCulture, $":{Port}"))}";

    internal static bool TryParse(string text, string scheme, [NotNullWhen(true)] out UrlAuthority? authority)
    {
        authority = null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var userInfo = at < 0 ? null : text[..at];
        var hostAndPort = text[(at + 1)..];

        // An IPv6 address has colons of its own, inside its brackets.
        var colon = hostAndPort.IndexOf(':', Math.Max(hostAndPort.IndexOf(']', StringComparison.Ordinal), 0));
        var written = colon < 0 ? hostAndPort : hostAndPort[..colon];
        var isWeb = scheme is "http" or "https";
        var host = isWeb ? UrlHost.Normalise(written) : Url.IsWritten(written, Url.RegNameCharacters) ? written : null;
        if (host is null || !Url.IsWritten(userInfo, Url.UserInfoCharacters)
            || !TryReadPort(colon < 0 ? "" : hostAndPort[(colon + 1)..], out var port)
            || (host.Length == 0 && text.Length > 0))
        {
            return false;
        }

        var isDefault = (scheme, port) is ("http", 80) or ("https", 443);
        authority = new UrlAuthority(userInfo, host, isDefault ? null : port);
        return true;
    }

    private static bool TryReadPort(string digits, out int? port)
    {
        port = null;
        if (digits.Length == 0)
        {
            return true;
        }

        var isPort = ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        port = number;
        return isPort;
    }
}
