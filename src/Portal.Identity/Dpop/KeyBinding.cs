using Portal.Identity.Policy;
using Portal.Identity.Protocol;

namespace Portal.Identity.Dpop;

/// <summary>What can be bound to a key of the client, so that it is worth nothing without the key (RFC 9449).</summary>
public static class KeyBinding
{
    /// <summary>The <c>token_type</c> of a bound access token (§5).</summary>
    public const string TokenType = "DPoP";

    /// <summary>Longest <c>dpop_jkt</c>, and the only length that is one: SHA-256 in base64url.</summary>
    public const int ThumbprintLength = 43;

    /// <summary>A homeserver takes every token as a bearer token: one that it would take cannot be bound, and must not look as if it were.</summary>
    /// <returns><c>invalid_scope</c>; <see langword="null"/> if all of the scope is for endpoints that ask for the proof.</returns>
    public static OAuthError? Refuse(ScopeSet scope) => scope.Tokens.Any(IsForHomeserver)
        ? OAuthError.InvalidScope("Homeservers do not check DPoP, so a token for the Matrix API cannot be bound to a key: ask for it without DPoP, or for other scopes with it.")
        : null;

    private static bool IsForHomeserver(string token) => MatrixScopes.IsApi(token) || MatrixScopes.IsDevice(token) || token is ScopePolicy.SynapseAdmin;
}
