using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens.Plain;

/// <summary>The plain case of <see cref="RefreshTokenGrant"/>: a token that was never used, of a bearer session that goes on with the same software.</summary>
internal sealed class PlainRefresh(PreparedReads reads, PreparedWrites writes, TokenMint mint, ActivityTracker activity, TimeProvider clock) : IPlainGrant
{
    private static readonly PreparedRead<Found> Find = new(
        """
        SELECT t.id, t.session_id, t.access_token_id, s.scope, s.user_agent, s.last_active_at
        FROM refresh_tokens t JOIN oauth_sessions s ON s.id = t.session_id
        WHERE t.hash = @p0 AND s.client_id = @p1 AND t.consumed_at IS NULL AND t.revoked_at IS NULL AND s.finished_at IS NULL AND s.key_thumbprint IS NULL
        """,
        row => new(row.Id(0), row.Id(1), row.IdOrNone(2), row.Text(3), row.TextOrNone(4), row.TimeOrNone(5)));

    private static readonly PreparedWrite Revoke = new("UPDATE access_tokens SET revoked_at = @p1 WHERE id = @p0 AND revoked_at IS NULL") { MayMiss = true };

    private static readonly PreparedWrite Consume = new("UPDATE refresh_tokens SET consumed_at = @p1, next_token_id = @p2 WHERE id = @p0 AND consumed_at IS NULL AND revoked_at IS NULL");

    public string GrantType => GrantTypes.RefreshToken;

    public async Task<TokenResponse?> TryExchangeAsync(CheckedClient client, OAuthForm form, Requester requester, CancellationToken cancellationToken)
    {
        if (form["refresh_token"] is not { } presented)
        {
            return null;
        }

        var hash = TokenFormat.HashOf(presented);
        if (await reads.FindAsync(Find, cancellationToken, hash, client.Id) is not { } found || (requester.UserAgent ?? found.UserAgent) != found.UserAgent)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var issued = mint.Pair(found.SessionId, now);
        var address = requester.AddressText;
        var isDone = await writes.TryAsync(
            cancellationToken,
            [
                PreparedWrite.LockOf(RefreshTokenGrant.LockOf(hash)),
                .. SeemsUnused(found, now) ? [ActivityTracker.Write(AccountSessionKind.OAuth, found.SessionId, now, address)] : Array.Empty<PreparedStep>(),
                TokenRows.Add(issued.Access),
                TokenRows.Add(issued.Refresh),
                Revoke.With(found.AccessTokenId ?? Guid.Empty, now),
                Consume.With(found.TokenId, now, issued.Refresh.Id),
            ]);
        if (!isDone)
        {
            return null;
        }

        activity.Record(AccountSessionKind.OAuth, found.SessionId, now, address);
        return mint.Respond(issued.AccessToken, issued.RefreshToken, found.Scope);
    }

    // To whoever ends what nobody uses: a note would come too late.
    private static bool SeemsUnused(Found found, DateTimeOffset now) => found.LastActiveAt is not { } lastActiveAt || now - lastActiveAt > ActivityTracker.MostBehind;

    /// <param name="AccessTokenId">Of the same response as the token; none if it was forgotten.</param>
    /// <param name="UserAgent">Of the software that the session is known to be used with.</param>
    private sealed record Found(Guid TokenId, Guid SessionId, Guid? AccessTokenId, string Scope, string? UserAgent, DateTimeOffset? LastActiveAt);
}
