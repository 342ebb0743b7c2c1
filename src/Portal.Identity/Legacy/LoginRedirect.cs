using System.Diagnostics.CodeAnalysis;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;

namespace Portal.Identity.Legacy;

/// <summary>Where a login token may be sent (compat contract, section 10): apps register nowhere, so the person is shown the address.</summary>
internal static class LoginRedirect
{
    private const string Parameter = "loginToken";

    /// <summary>Reads the address of an app. <see langword="false"/> if it is no absolute URL, has a user or password in it, or is one that a browser runs or opens itself.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Url? url) =>
        Url.TryParse(text, out url) && url.Authority?.UserInfo is null && !RedirectUriMatcher.IsNeverATarget(url)
        && Uri.TryCreate(url.Href, UriKind.Absolute, out _); // what shows the address reads it with this

    /// <summary>The address with the token behind its query; what follows a <c>#</c> stays there.</summary>
    public static string WithToken(string redirectUri, string token)
    {
        var hash = redirectUri.IndexOf('#', StringComparison.Ordinal);
        var (before, fragment) = hash < 0 ? (redirectUri, "") : (redirectUri[..hash], redirectUri[hash..]);
        var separator = before.IndexOf('?', StringComparison.Ordinal) is var mark && mark < 0 ? "?" : mark == before.Length - 1 ? "" : "&";
        return $"{before}{separator}{Parameter}={token}{fragment}";
    }
}
