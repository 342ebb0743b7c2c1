using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Authorizations;

/// <summary>When a client gets its answer without a question to the person: <c>prompt=none</c> (OpenID Connect Core §3.1.2.1 and §3.1.2.6).</summary>
internal static class SilentAuthorization
{
    /// <summary>Nobody is signed in, or not the right person, or too long ago.</summary>
    public static OAuthError LoginRequired { get; } = new("login_required", "The person must sign in, so prompt=none cannot succeed.");

    /// <summary>The person has not allowed this client as much before.</summary>
    public static OAuthError ConsentRequired { get; } = new("consent_required", "The person must allow this, so prompt=none cannot succeed.");

    /// <summary>Whoever asks cannot be told from the client, so only the person can say.</summary>
    public static OAuthError InteractionRequired { get; } = new(
        "interaction_required", "A client without credentials needs an https redirect URI for prompt=none: nothing else shows that it is the one.");

    /// <summary>What can be said before looking at what the person allowed earlier; <see langword="null"/> if nothing stands against it.</summary>
    public static OAuthError? Refuse(AuthorizationGrant grant, Client client, SignedInPerson? person) =>
        person is null || grant.NeedsSignIn(person) ? LoginRequired
        : MatrixScopes.DeviceIdOf(ScopeOf(grant)) is not null ? ConsentRequired // a new device is never made behind somebody's back
        : !IsAssured(client, grant.RedirectUri) ? InteractionRequired
        : null;

    /// <summary>Whether what was allowed before, scope and claims, holds all that is asked for now.</summary>
    public static bool IsCovered(AuthorizationGrant grant, string allowedScope, string? allowedClaims) =>
        IsCovered(grant.Scope, grant.Claims, allowedScope, allowedClaims);

    /// <summary>Whether the session is no more than what the grant is for.</summary>
    public static bool IsReplaced(OAuthSession session, AuthorizationGrant by) => IsCovered(session.Scope, session.Claims, by.Scope, by.Claims);

    private static bool IsCovered(string scope, string? claims, string allowedScope, string? allowedClaims) =>
        scope.Split(' ').All(allowedScope.Split(' ').Contains)
        && RequestedClaims.Read(claims).All.All(ClaimNames.Of(allowedScope).Concat(RequestedClaims.Read(allowedClaims).All).Contains);

    // RFC 8252 §8.6: any program of the machine can listen on the loopback address, or claim a scheme.
    private static bool IsAssured(Client client, string redirectUri) =>
        !client.IsPublic || redirectUri.StartsWith("https:", StringComparison.Ordinal);

    private static ScopeSet ScopeOf(AuthorizationGrant grant) => ScopeSet.OfStored(grant.Scope);
}
