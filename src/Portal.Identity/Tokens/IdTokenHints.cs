using Portal.Identity.Clients;
using Portal.Identity.Discovery;
using Portal.Identity.Jose;
using Portal.Identity.Keys;
using Portal.Identity.Protocol;

namespace Portal.Identity.Tokens;

/// <summary>Reads ID tokens that clients give back to say whom they mean (<c>id_token_hint</c>; OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2).</summary>
public sealed class IdTokenHints(SigningKeyRing keys, IssuerAddress issuer)
{
    /// <summary>Whom the token is about; none if we did not issue it, or not to this client, or if it is no ID token but another thing that we sign. It may have expired.</summary>
    public Guid? FindSubject(string token, Client client) =>
        CompactJwt.TryParse(token, out var jwt)
        && jwt.Text("iss") == issuer.Issuer
        && jwt.Audiences.Contains(client.ClientId, StringComparer.Ordinal)
        && jwt.Type is null or "JWT" // logout tokens say otherwise
        && jwt.TryReadTime("exp", out var expiresAt) && expiresAt is not null // signed answers of userinfo have none
        && keys.Verifies(jwt)
        && Ulid.TryDecode(jwt.Text("sub"), out var subject)
            ? subject
            : null;

    /// <summary>The <c>client_id</c> that the token was issued to, as it says itself: not believed before <see cref="FindSubject"/> says so.</summary>
    public static string? ReadAudience(string token) => CompactJwt.TryParse(token, out var jwt) && jwt.Audiences is [var audience] ? audience : null;
}
