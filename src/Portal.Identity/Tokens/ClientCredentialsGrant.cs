using Portal.Identity.Clients;
using Portal.Identity.Dpop;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>A client acts on its own behalf (RFC 6749 §4.4; oauth contract, section 6.3): a session without a person, an access token, and nothing to refresh it with.</summary>
public sealed class ClientCredentialsGrant(
    PortalDbContext database, Storage storage, TokenIssuer issuer, RequesterPolicy requesters, AdminClientPolicy admins, TimeProvider clock) : ITokenGrant
{
    public string GrantType => GrantTypes.ClientCredentials;

    public async Task<OAuthResult<TokenResponse>> ExchangeAsync(Client client, OAuthForm form, Requester requester, CancellationToken cancellationToken)
    {
        if (!TryReadScope(form["scope"], out var scope))
        {
            return OAuthError.InvalidRequest("scope must be scope tokens with single spaces between them.");
        }

        string[] violations =
        [
            .. ScopePolicy.Violations(scope, GrantType, admins.Allows(client.ClientId)),
            .. requesters.Check(requester.Address, requester.UserAgent).Select(violation => violation.Message),
        ];
        if (violations.Length == 0 && requester.ProvenKey is not null && KeyBinding.Refuse(scope) is { } unbindable)
        {
            return unbindable;
        }

        return violations.Length > 0
            ? OAuthError.InvalidScope(string.Join(", ", violations), status: 403)
            : await storage.WriteAsync(() => Task.FromResult(Begin(client, scope, requester)), cancellationToken);
    }

    private TokenResponse Begin(Client client, ScopeSet scope, Requester requester)
    {
        var now = clock.GetUtcNow();
        var session = OAuthSession.Begin(client.Id, userId: null, browserSessionId: null, scope, requester.UserAgent, requester.AddressText, now, keyThumbprint: requester.ProvenKey);
        database.OAuthSessions.Add(session);
        return issuer.IssueAccessToken(session, now);
    }

    private static bool TryReadScope(string? text, out ScopeSet scope)
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
