using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;

namespace Portal.Identity.Sessions;

/// <summary>What a person does to the places where they are signed in: ends them, and gives them names.</summary>
/// <remarks>Every query names the owner: somebody else's session looks exactly like one that does not exist.</remarks>
public sealed partial class AccountSessions(
    PortalDbContext database, Storage storage, SessionEnd ending, SessionChanges changes, IHomeserver homeserver, DeviceLocks locks, TimeProvider clock, ILogger<AccountSessions> logger)
{
    /// <summary>Ends sessions, all in one change: every token of theirs is dead at once.</summary>
    /// <returns>Those that were ended; none for what was over before, or never the person's.</returns>
    public Task<IReadOnlyList<SessionReference>> EndAsync(Guid userId, SessionSelection selection, CancellationToken cancellationToken) => storage.WriteAsync<IReadOnlyList<SessionReference>>(
        async () =>
        {
            var now = clock.GetUtcNow();
            await storage.LockAsync(SessionEnd.LockOf(userId), cancellationToken);
            var browsers = await selection.In(database.BrowserSessions.Where(session => session.UserId == userId), AccountSessionKind.Browser, now).ToListAsync(cancellationToken);
            var apps = await selection.In(database.OAuthSessions.Where(session => session.UserId == userId), AccountSessionKind.OAuth, now).ToListAsync(cancellationToken);
            await ending.ApplyAsync(browsers, apps, now, cancellationToken);
            return
            [
                .. browsers.Select(session => new SessionReference(AccountSessionKind.Browser, session.Id)),
                .. apps.Select(session => new SessionReference(AccountSessionKind.OAuth, session.Id)),
            ];
        },
        cancellationToken);

    /// <summary>Ends every session but the browser session from which this is asked.</summary>
    /// <returns>How many were ended.</returns>
    public async Task<int> EndOthersAsync(Guid userId, Guid currentBrowserSessionId, CancellationToken cancellationToken) =>
        (await EndAsync(userId, SessionSelection.Others(currentBrowserSessionId), cancellationToken)).Count;

    /// <summary>Ends every session.</summary>
    public Task EndAllAsync(Guid userId, CancellationToken cancellationToken) => EndOthersAsync(userId, Guid.Empty, cancellationToken);

    /// <summary>Gives an app's session the name by which its owner knows it, and its device at the homeserver the same: there first, so that both agree.</summary>
    /// <param name="name">As typed.</param>
    public async Task<RenameOutcome> RenameAsync(Guid userId, Guid sessionId, string name, CancellationToken cancellationToken)
    {
        if (SessionName.Check(name) is { } problem)
        {
            return problem;
        }

        await using var turn = await locks.HoldAsync(userId, cancellationToken); // of two names, the last is the last in both places
        var device = await (
            from session in database.OAuthSessions
            join user in database.Users on session.UserId equals user.Id
            where session.Id == sessionId && session.UserId == userId && session.FinishedAt == null && session.DeviceId != null
            select new { Username = user.UserName!, Id = session.DeviceId! }).SingleOrDefaultAsync(cancellationToken);
        try
        {
            if (device is not null)
            {
                await homeserver.RenameDeviceAsync(device.Username, device.Id, DeviceDisplayName.Cut(SessionName.Trim(name)), cancellationToken);
            }
        }
        catch (HomeserverException exception)
        {
            LogNotRenamed(sessionId, exception);
            return RenameOutcome.HomeserverAway;
        }

        return await StoreNameAsync(userId, sessionId, name, cancellationToken);
    }

    private Task<RenameOutcome> StoreNameAsync(Guid userId, Guid sessionId, string name, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var session = await database.OAuthSessions.SingleOrDefaultAsync(
                session => session.Id == sessionId && session.UserId == userId && session.FinishedAt == null, cancellationToken);
            if (session is null)
            {
                return RenameOutcome.Missing;
            }

            session.Rename(SessionName.Trim(name));
            storage.AfterCommit(() => changes.Publish(userId));
            return RenameOutcome.Renamed;
        },
        cancellationToken);

    [LoggerMessage(3405, LogLevel.Warning, "The homeserver did not take a new name for the device of session {SessionId}; nothing was changed.")]
    private partial void LogNotRenamed(Guid sessionId, Exception exception);
}
