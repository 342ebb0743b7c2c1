using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Legacy;

/// <summary>An app signs itself out, or all of its kind (compat contract, section 9).</summary>
/// <remarks>The device is not deleted here: somebody may be signing in with it at this moment. The job leaves it what it then is.</remarks>
public sealed class LegacyLogout(PortalDbContext database, Storage storage, SessionEnd ending, TimeProvider clock)
{
    /// <summary>Ends the session of the token; also of somebody who is locked.</summary>
    /// <returns><c>M_UNKNOWN_TOKEN</c> for a token that is none, has expired, or whose session is over; otherwise nothing.</returns>
    public Task<MatrixError?> EndAsync(string accessToken, CancellationToken cancellationToken) =>
        ChangeAsync(accessToken, SessionsOf.Token, cancellationToken);

    /// <summary>Ends every legacy session of whoever has the token. Other apps, and browsers, stay signed in.</summary>
    /// <param name="onlyLegacyIsFine">Whether the app knows that others stay; without, nothing is done.</param>
    /// <returns>As <see cref="EndAsync"/>, and for somebody who is locked or deleted; <c>M_UNRECOGNIZED</c> if nothing is done.</returns>
    public Task<MatrixError?> EndAllAsync(string accessToken, bool onlyLegacyIsFine, CancellationToken cancellationToken) =>
        ChangeAsync(accessToken, onlyLegacyIsFine ? SessionsOf.Person : SessionsOf.Nobody, cancellationToken);

    private async Task<MatrixError?> ChangeAsync(string accessToken, SessionsOf whose, CancellationToken cancellationToken) =>
        TokenFormat.Classify(accessToken) == TokenKind.LegacyAccess
            ? await storage.WriteAsync(() => ChangeAsync(TokenFormat.HashOf(accessToken), whose, cancellationToken), cancellationToken)
            : MatrixError.InvalidAccessToken;

    private async Task<MatrixError?> ChangeAsync(byte[] hash, SessionsOf whose, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var found = await (from token in database.LegacyAccessTokens
                           join session in database.LegacySessions on token.SessionId equals session.Id
                           join user in database.Users on session.UserId equals user.Id
                           where token.Hash == hash && (token.ExpiresAt == null || token.ExpiresAt > now) && session.FinishedAt == null
                           select new { Session = session, IsUsable = user.LockedAt == null && user.DeactivatedAt == null }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || (whose != SessionsOf.Token && !found.IsUsable))
        {
            return MatrixError.InvalidAccessToken;
        }

        if (whose == SessionsOf.Nobody)
        {
            return MatrixError.LogoutAllUnsupported;
        }

        await storage.LockAsync(SessionEnd.LockOf(found.Session.UserId), cancellationToken);
        ending.Apply(
            whose == SessionsOf.Token ? [found.Session]
                : await database.LegacySessions.Where(session => session.UserId == found.Session.UserId && session.FinishedAt == null).ToListAsync(cancellationToken),
            now);
        return null;
    }

    private enum SessionsOf
    {
        Nobody,
        Token,
        Person,
    }
}
