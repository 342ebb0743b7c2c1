using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Legacy;

/// <summary>A refresh token of a legacy session becomes a new pair, once (compat contract, section 9).</summary>
public sealed class LegacyRefresh(PortalDbContext database, Storage storage, LegacyTokenIssuer issuer, TimeProvider clock)
{
    /// <remarks>A locked person may refresh: what comes of it is inactive until they are unlocked.</remarks>
    /// <returns><c>M_UNKNOWN_TOKEN</c> if the token is none, was used, or its session is over.</returns>
    public async Task<MatrixResult<LegacyRefreshResponse>> RefreshAsync(string token, Requester requester, CancellationToken cancellationToken)
    {
        if (TokenFormat.Classify(token) != TokenKind.LegacyRefresh)
        {
            return MatrixError.InvalidRefreshToken;
        }

        var hash = TokenFormat.HashOf(token);
        return await storage.WriteAsync(() => RefreshAsync(hash, requester, cancellationToken), cancellationToken);
    }

    private async Task<MatrixResult<LegacyRefreshResponse>> RefreshAsync(byte[] hash, Requester requester, CancellationToken cancellationToken)
    {
        if (await database.LegacyRefreshTokens.Where(token => token.Hash == hash).Select(token => (Guid?)token.SessionId).SingleOrDefaultAsync(cancellationToken) is not { } sessionId)
        {
            return MatrixError.InvalidRefreshToken;
        }

        // An imported session may have several tokens that work: of all of them, one buys the next.
        await storage.LockAsync($"legacy-session:{sessionId}", cancellationToken);
        var now = clock.GetUtcNow();
        var session = await database.LegacySessions.SingleAsync(session => session.Id == sessionId, cancellationToken);
        var token = await database.LegacyRefreshTokens.SingleAsync(token => token.Hash == hash, cancellationToken);
        if (session.FinishedAt is not null)
        {
            return MatrixError.InvalidRefreshToken;
        }

        if (token.ConsumedAt is not null)
        {
            database.SecurityEvents.Add(SecurityEvent.Record(session.UserId, SecurityEvent.RefreshTokenReplayed, session.Id, requester.AddressText, now));
            return MatrixError.InvalidRefreshToken;
        }

        foreach (var spent in await database.LegacyRefreshTokens.Where(token => token.SessionId == sessionId && token.ConsumedAt == null).ToListAsync(cancellationToken))
        {
            spent.Consume(now);
        }

        if (token.AccessTokenId is { } accessId)
        {
            (await database.LegacyAccessTokens.SingleOrDefaultAsync(access => access.Id == accessId, cancellationToken))?.Expire(now);
        }

        session.Refreshed(requester.UserAgent, requester.AddressText, now);
        return issuer.IssuePair(session, now);
    }
}
