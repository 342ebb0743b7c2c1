using Portal.Identity.Policy;
using Portal.Identity.Protocol;

namespace Portal.Pages.Consent;

/// <summary>What scopes mean, as keys of sentences: never an empty list, never a scope's own name.</summary>
internal static class ScopeWords
{
    /// <param name="claims">Asked for by name.</param>
    public static IReadOnlyList<string> Can(ScopeSet scope, RequestedClaims claims)
    {
        bool Tells(string claim) => ClaimNames.Of(scope.ToString()).Concat(claims.All).Contains(claim, StringComparer.Ordinal);
        return
        [
            "consent.right.identity",
            .. Tells(ClaimNames.Name) ? ["consent.right.name"] : Array.Empty<string>(),
            .. Tells(ClaimNames.Email) || Tells(ClaimNames.EmailVerified) ? ["consent.right.email"] : Array.Empty<string>(),
            .. scope.Tokens.Any(MatrixScopes.IsApi) ? ["consent.right.messages", "consent.right.profile", "consent.right.rooms"] : Array.Empty<string>(),
            .. scope.Contains(ScopePolicy.PortalApi) ? ["consent.right.account"] : Array.Empty<string>(),
        ];
    }

    public static IReadOnlyList<string> Dangerous(ScopeSet scope) =>
    [
        .. scope.Contains(ScopePolicy.SynapseAdmin) ? ["consent.right.synapse-admin"] : Array.Empty<string>(),
        .. scope.Contains(ScopePolicy.PortalAdmin) ? ["consent.right.admin"] : Array.Empty<string>(),
    ];

    public static IReadOnlyList<string> Cannot(ScopeSet scope) =>
    [
        .. scope.Tokens.Any(MatrixScopes.IsApi) ? Array.Empty<string>() : ["consent.no.messages"],
        "consent.no.password",
        "consent.no.sign-in",
    ];
}
