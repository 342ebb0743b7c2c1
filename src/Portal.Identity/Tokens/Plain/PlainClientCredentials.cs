using Microsoft.Extensions.Options;
using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens.Plain;

/// <summary>The plain case of <see cref="ClientCredentialsGrant"/>: a scope that the client may have, and an allowance that was used before.</summary>
internal sealed class PlainClientCredentials(
    PreparedReads reads, PreparedWrites writes, TokenMint mint, ClientGrantPolicy policy, IOptions<RateLimitOptions> limits, TimeProvider clock) : IPlainGrant
{
    private static readonly PreparedWrite Begin = new(
        "INSERT INTO oauth_sessions (id, client_id, scope, created_at, user_agent, last_active_at, last_active_ip) VALUES (@p0, @p1, @p2, @p3, @p4, @p3, @p5)");

    public string GrantType => GrantTypes.ClientCredentials;

    public async Task<TokenResponse?> TryExchangeAsync(CheckedClient client, OAuthForm form, Requester requester, CancellationToken cancellationToken)
    {
        if (!ClientCredentialsGrant.TryReadScope(form["scope"], out var scope) || policy.Check(scope, client.ClientId, requester).Count > 0)
        {
            return null;
        }

        // A flood that is refused costs a read each, not a turn of the writer.
        var (now, rule, key) = (clock.GetUtcNow(), limits.Value.ClientCredentials, ClientCredentialsGrant.AllowanceOf(requester));
        if (!await PreparedBucket.CanTakeAsync(reads, key, rule, now, cancellationToken))
        {
            return null;
        }

        var session = OAuthSession.Begin(client.Id, userId: null, browserSessionId: null, scope, requester.UserAgent, requester.AddressText, now);
        var (token, row) = mint.Access(session.Id, now);
        return await writes.TryAsync(
            cancellationToken,
            Begin.With(session.Id, session.ClientId, session.Scope, session.CreatedAt, session.UserAgent, session.LastActiveIp),
            TokenRows.Add(row),
            PreparedWrite.LockOf(key), // late: all from one address queue here
            PreparedBucket.Take(key, rule, now))
            ? mint.Respond(token, refreshToken: null, session.Scope)
            : null;
    }
}
