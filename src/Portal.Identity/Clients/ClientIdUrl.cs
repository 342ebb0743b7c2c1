using System.Diagnostics.CodeAnalysis;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

/// <summary>A <c>client_id</c> that is the address of the client's own metadata (draft-ietf-oauth-client-id-metadata-document §3).</summary>
public static class ClientIdUrl
{
    /// <summary>
    /// Reads one. <see langword="false"/> unless it is https with a path below the root, without user, query and fragment, and written as it is serialised:
    /// ids are compared letter by letter, and one client must not have two.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Url? url)
    {
        url = Url.TryParse(text, out var parsed)
            && parsed is { Scheme: "https", Authority.UserInfo: null, Query: null, Fragment: null, Path.Length: > 1 }
            && parsed.Href == text ? parsed : null;
        return url is not null;
    }
}
