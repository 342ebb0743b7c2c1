using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;
using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>A refresh token becomes a new pair (RFC 6749 §6; oauth contract, section 6.2).</summary>
/// <remarks>It works once. The exception is a response that was lost on its way: as long as nothing of the new pair was used, the old token may be presented again.</remarks>
public sealed class RefreshTokenGrant(
    PortalDbContext database, Storage storage, TokenIssuer issuer, SessionEnd ending, IOptions<TokenLifetimeOptions> options, TimeProvider clock) : ITokenGrant
{
    public string GrantType => GrantTypes.RefreshToken;

    /// <summary>Held by whoever presents the token of that hash.</summary>
    internal static string LockOf(byte[] hash) => $"refresh-token:{Convert.ToHexStringLower(hash)}";

    public async Task<OAuthResult<TokenResponse>> ExchangeAsync(Client client, OAuthForm form, Requester requester, CancellationToken cancellationToken)
    {
        if (form["refresh_token"] is not { } presented)
        {
            return OAuthError.InvalidRequest("refresh_token is missing.");
        }

        return await storage.WriteAsync(() => RefreshAsync(client, presented, requester, cancellationToken), cancellationToken);
    }

    private async Task<OAuthResult<TokenResponse>> RefreshAsync(Client client, string presented, Requester requester, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hash = TokenFormat.HashOf(presented);

        // An app that retries in haste presents one token many times at once: they queue, so that each sees what came of the one before.
        await storage.LockAsync(LockOf(hash), cancellationToken);
        if (await FindAsync(hash, cancellationToken) is not { Token: var token, Session: var session } found)
        {
            return OAuthError.InvalidGrant("The refresh token is not known.");
        }

        if (session.FinishedAt is not null)
        {
            return OAuthError.InvalidGrant("The session is over.");
        }

        if (session.ClientId != client.Id)
        {
            return OAuthError.InvalidGrant("The refresh token was given to another client.");
        }

        // Before anything comes of a replay: who has not the key must not be able to end the session either (RFC 9449 §5).
        if (session.KeyThumbprint != requester.ProvenKey)
        {
            return OAuthError.InvalidGrant(session.KeyThumbprint is null
                ? "The session was begun without DPoP and cannot be bound later: ask for a new code."
                : "The refresh token is bound to a key: send a DPoP proof by that key.");
        }

        if (!found.UserIsUsable)
        {
            return OAuthError.InvalidGrant("The account cannot be used.");
        }

        if (!token.IsValid && !await TryTakeBackSuccessorAsync(token, now, cancellationToken))
        {
            NoteReplay(session, requester, now);
            return OAuthError.InvalidGrant("The refresh token was used before.");
        }

        var issued = issuer.Issue(session, now);
        token.Consume(issued.Refresh, now);
        found.Access?.Revoke(now);
        session.Refreshed(requester.UserAgent, requester.AddressText, now);
        return issuer.Respond(issued, session);
    }

    /// <summary>Revokes the pair that replaced the token, if nobody can have received it.</summary>
    private async Task<bool> TryTakeBackSuccessorAsync(RefreshToken token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (token.RevokedAt is not null || token.NextTokenId is null)
        {
            return false;
        }

        var successor = await database.RefreshTokens.SingleOrDefaultAsync(next => next.Id == token.NextTokenId, cancellationToken);
        if (successor is not { IsValid: true })
        {
            return false;
        }

        var access = await database.AccessTokens.SingleOrDefaultAsync(access => access.Id == successor.AccessTokenId, cancellationToken);
        if (access?.FirstUsedAt is not null)
        {
            return false;
        }

        successor.Revoke(now);
        access?.Revoke(now);
        return true;
    }

    private void NoteReplay(OAuthSession session, Requester requester, DateTimeOffset now)
    {
        if (session.UserId is not { } userId)
        {
            return;
        }

        database.SecurityEvents.Add(SecurityEvent.Record(userId, SecurityEvent.RefreshTokenReplayed, session.Id, requester.AddressText, now));
        if (options.Value.EndSessionOnReplay)
        {
            ending.TryEnd(session, now);
        }
    }

    // All in one read: while it goes on, others wait for their turn.
    private Task<Found?> FindAsync(byte[] hash, CancellationToken cancellationToken) => (
        from token in database.RefreshTokens
        join session in database.OAuthSessions on token.SessionId equals session.Id
        from access in database.AccessTokens.Where(access => access.Id == token.AccessTokenId).DefaultIfEmpty()
        where token.Hash == hash
        select new Found(
            token, session, access, session.UserId == null || database.Users.Any(user => user.Id == session.UserId && user.LockedAt == null && user.DeactivatedAt == null)))
        .SingleOrDefaultAsync(cancellationToken);

    /// <param name="Access">Of the same response as the token; none if it was forgotten.</param>
    private sealed record Found(RefreshToken Token, OAuthSession Session, AccessToken? Access, bool UserIsUsable);
}
