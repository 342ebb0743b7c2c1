using Microsoft.Extensions.Options;
using Portal.Identity.Clients;
using Portal.Identity.Dpop;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>A client acts on its own behalf (RFC 6749 §4.4; oauth contract, section 6.3): a session without a person, an access token, and nothing to refresh it with.</summary>
public sealed class ClientCredentialsGrant(
    PortalDbContext database,
    TokenIssuer issuer,
    ClientGrantPolicy policy,
    RateLimiter limiter,
    IOptions<RateLimitOptions> limits,
    TimeProvider clock) : ITokenGrant
{
    private const string Limit = "client-credentials";

    public string GrantType => GrantTypes.ClientCredentials;

    public async Task<OAuthResult<TokenResponse>> ExchangeAsync(Client client, OAuthForm form, Requester requester, CancellationToken cancellationToken)
    {
        if (!TryReadScope(form["scope"], out var scope))
        {
            return OAuthError.InvalidRequest("scope must be scope tokens with single spaces between them.");
        }

        if (policy.Check(scope, client.ClientId, requester) is { Count: > 0 } violations)
        {
            return OAuthError.InvalidScope(string.Join(", ", violations), status: 403);
        }

        if (requester.ProvenKey is not null && KeyBinding.Refuse(scope) is { } unbindable)
        {
            return unbindable;
        }

        // Anybody may register such a client, and every token is a session that is kept for a while.
        return await limiter.TryTakeAsync(
            Limit, limits.Value.ClientCredentials, RateLimitKeys.ForAddress(requester.Address), () => Task.FromResult(Begin(client, scope, requester)), cancellationToken);
    }

    /// <summary>Where the bucket of an address is kept.</summary>
    internal static string AllowanceOf(Requester requester) => RateLimiter.KeyOf(Limit, RateLimitKeys.ForAddress(requester.Address));

    private TokenResponse Begin(Client client, ScopeSet scope, Requester requester)
    {
        var now = clock.GetUtcNow();
        var session = OAuthSession.Begin(client.Id, userId: null, browserSessionId: null, scope, requester.UserAgent, requester.AddressText, now, keyThumbprint: requester.ProvenKey);
        database.OAuthSessions.Add(session);
        return issuer.IssueAccessToken(session, now);
    }

    internal static bool TryReadScope(string? text, out ScopeSet scope)
    {
        scope = ScopeSet.Empty;
        if (text is null)
        {
            return true;
        }

        var isScope = ScopeSet.TryParse(text, out var asked);
        scope = asked ?? scope;
        return isScope;
    }
}
