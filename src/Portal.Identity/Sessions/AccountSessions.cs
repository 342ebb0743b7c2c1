using Microsoft.EntityFrameworkCore;
using Portal.Identity.Logout;
using Portal.Identity.Persistence;

namespace Portal.Identity.Sessions;

/// <summary>"Where you're signed in": a person's browsers and apps in one list, and the ways to end them.</summary>
/// <remarks>Every query names the owner: somebody else's session looks exactly like one that does not exist.</remarks>
public sealed class AccountSessions(PortalDbContext database, Storage storage, SessionChanges changes, LogoutNotices notices, TimeProvider clock)
{
    /// <summary>How long ended sessions stay in the list, so that a person can look things up.</summary>
    public static readonly TimeSpan EndedShownFor = TimeSpan.FromDays(30);

    /// <summary>Most sessions that are listed of each kind; ended ones beyond that are left out first.</summary>
    private const int MaxListed = 500;

    /// <summary>The sessions that are active or ended lately, the newest first.</summary>
    public async Task<IReadOnlyList<AccountSession>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - EndedShownFor;
        var browsers = await database.BrowserSessions.AsNoTracking()
            .Where(session => session.UserId == userId && (session.FinishedAt == null || session.FinishedAt > since))
            .OrderBy(session => session.FinishedAt != null).ThenByDescending(session => session.CreatedAt).Take(MaxListed)
            .Select(session => new AccountSession(AccountSessionKind.Browser, session.Id, null, session.UserAgent, null, null, session.CreatedAt, session.LastActiveAt, session.LastActiveIp, session.FinishedAt))
            .ToListAsync(cancellationToken);
        var clients = await (
                from session in database.OAuthSessions.AsNoTracking()
                join client in database.Clients on session.ClientId equals client.Id
                where session.UserId == userId && (session.FinishedAt == null || session.FinishedAt > since)
                orderby session.FinishedAt != null, session.CreatedAt descending
                select new AccountSession(
                    AccountSessionKind.OAuth, session.Id, new SessionClient(client.Id, client.ClientName ?? client.IdUrl, client.ClientUri), session.UserAgent, session.DeviceId,
                    session.Scope, session.CreatedAt, session.LastActiveAt, session.LastActiveIp, session.FinishedAt))
            .Take(MaxListed).ToListAsync(cancellationToken);
        return [.. browsers.Concat(clients).OrderByDescending(session => session.CreatedAt)];
    }

    /// <summary>Ends one session: every token of it is dead at once.</summary>
    /// <returns><see langword="false"/> if the person has no such session, or it was over before.</returns>
    public Task<bool> EndAsync(Guid userId, AccountSessionKind kind, Guid sessionId, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var ended = kind == AccountSessionKind.Browser
                ? await EndBrowserAsync(userId, sessionId, cancellationToken)
                : await EndAppAsync(userId, sessionId, cancellationToken);
            if (ended)
            {
                Announce(userId);
            }

            return ended;
        },
        cancellationToken);

    /// <summary>Ends every session but the browser session from which this is asked.</summary>
    /// <returns>How many were ended.</returns>
    public Task<int> EndOthersAsync(Guid userId, Guid currentBrowserSessionId, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var now = clock.GetUtcNow();
            var browsers = await database.BrowserSessions
                .Where(session => session.UserId == userId && session.FinishedAt == null && session.Id != currentBrowserSessionId).ToListAsync(cancellationToken);
            var clients = await database.OAuthSessions
                .Where(session => session.UserId == userId && session.FinishedAt == null).ToListAsync(cancellationToken);
            await notices.AddAsync(clients, cancellationToken);
            browsers.ForEach(session => session.TryFinish(now));
            clients.ForEach(session => session.TryFinish(now));
            Announce(userId);
            return browsers.Count + clients.Count;
        },
        cancellationToken);

    /// <summary>Ends every session.</summary>
    public Task EndAllAsync(Guid userId, CancellationToken cancellationToken) => EndOthersAsync(userId, Guid.Empty, cancellationToken);

    private async Task<bool> EndBrowserAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        var session = await database.BrowserSessions.SingleOrDefaultAsync(session => session.Id == sessionId && session.UserId == userId, cancellationToken);
        if (session?.TryFinish(clock.GetUtcNow()) != true)
        {
            return false;
        }

        await notices.AddForBrowserAsync(sessionId, cancellationToken);
        return true;
    }

    private async Task<bool> EndAppAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        var session = await database.OAuthSessions.SingleOrDefaultAsync(session => session.Id == sessionId && session.UserId == userId, cancellationToken);
        if (session?.TryFinish(clock.GetUtcNow()) != true)
        {
            return false;
        }

        await notices.AddAsync([session], cancellationToken);
        return true;
    }

    private void Announce(Guid userId) => storage.AfterCommit(() => changes.Publish(userId));
}
