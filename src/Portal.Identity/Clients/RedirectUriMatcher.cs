using System.Diagnostics.CodeAnalysis;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

/// <summary>Decides where an answer may be sent: only to a URI that the client registered (RFC 9700 §4.1.3, contract section 4.2).</summary>
public static class RedirectUriMatcher
{
    // Targets that a browser runs or opens in the page that sends it there. None can be registered by a stranger; this holds for the operator's typing too.
    private static readonly string[] NeverATarget = ["javascript", "data", "vbscript", "blob", "file", "filesystem", "about", "view-source"];

    /// <summary>Whether no answer is ever sent there, whoever asks for it.</summary>
    public static bool IsNeverATarget(Url url) => NeverATarget.Contains(url.Scheme, StringComparer.Ordinal);

    /// <summary>Finds the URI among those registered: equal as a whole, the port of a loopback address excepted (RFC 8252 §7.3).</summary>
    /// <param name="registered">The client's redirect URIs; those that are no URL match nothing.</param>
    /// <param name="requested">The <c>redirect_uri</c> of the request.</param>
    /// <param name="target">Where to send the answer: the requested URI, serialised.</param>
    public static bool TryMatch(IEnumerable<string> registered, string requested, [NotNullWhen(true)] out Url? target)
    {
        target = Url.TryParse(requested, out var url) && IsTarget(url) && registered.Any(uri => IsSame(uri, url)) ? url : null;
        return target is not null;
    }

    /// <summary>Whether two redirect URIs are one and the same, as the token endpoint asks (contract D16).</summary>
    public static bool AreEqual(string left, string right) =>
        Url.TryParse(left, out var first) && Url.TryParse(right, out var second) && first == second;

    private static bool IsTarget(Url url) => url.Fragment is null && !IsNeverATarget(url);

    private static bool IsSame(string registered, Url requested) =>
        Url.TryParse(registered, out var uri) && (uri == requested || (IsLoopback(requested) && uri == requested.WithoutPort()));

    // The system gives a native application any free port; the rest of the address it knew when it registered.
    private static bool IsLoopback(Url url) => url is { Scheme: "http", IsLoopback: true };
}
