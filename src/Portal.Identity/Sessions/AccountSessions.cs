using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Identity.Accounts;
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
            var legacy = await selection.In(database.LegacySessions.Where(session => session.UserId == userId), AccountSessionKind.Legacy, now).ToListAsync(cancellationToken);
            await ending.ApplyAsync(browsers, apps, now, cancellationToken);
            ending.Apply(legacy, now);
            if (selection.IsEverythingElse)
            {
                await EndProgramAccessAsync(userId, now, cancellationToken);
            }

            return
            [
                .. browsers.Select(session => new SessionReference(AccountSessionKind.Browser, session.Id)),
                .. apps.Select(session => new SessionReference(AccountSessionKind.OAuth, session.Id)),
                .. legacy.Select(session => new SessionReference(AccountSessionKind.Legacy, session.Id)),
            ];
        },
        cancellationToken);

    /// <summary>Ends every session but the browser session from which this is asked; the access tokens and app passwords of the person end, too.</summary>
    /// <returns>How many were ended.</returns>
    public async Task<int> EndOthersAsync(Guid userId, Guid currentBrowserSessionId, CancellationToken cancellationToken) =>
        (await EndAsync(userId, SessionSelection.Others(currentBrowserSessionId), cancellationToken)).Count;

    /// <summary>Ends every session, access token and app password.</summary>
    /// <returns>How many sessions were ended.</returns>
    public Task<int> EndAllAsync(Guid userId, CancellationToken cancellationToken) => EndOthersAsync(userId, Guid.Empty, cancellationToken);

    /// <summary>Gives an app's session the name by which its owner knows it, and its device at the homeserver the same: there first, so that both agree.</summary>
    /// <param name="name">As typed.</param>
    public async Task<RenameOutcome> RenameAsync(Guid userId, Guid sessionId, string name, CancellationToken cancellationToken)
    {
        if (SessionName.Check(name) is { } problem)
        {
            return problem;
        }

        await using var turn = await locks.HoldAsync(userId, cancellationToken); // of two names, the last is the last in both places
        var device = (await FindAppAsync(userId, sessionId, cancellationToken))?.DeviceId;
        try
        {
            if (device is not null)
            {
                var username = await database.Users.Where(user => user.Id == userId).Select(user => user.UserName!).SingleAsync(cancellationToken);
                await homeserver.RenameDeviceAsync(username, device, DeviceDisplayName.Cut(SessionName.Trim(name)), cancellationToken);
            }
        }
        catch (HomeserverException exception)
        {
            LogNotRenamed(sessionId, exception);
            return RenameOutcome.HomeserverAway;
        }

        return await StoreNameAsync(userId, sessionId, name, cancellationToken);
    }

    // Whoever stole the account for an hour may have made them to stay.
    private async Task EndProgramAccessAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ending.Apply(
            await database.PersonalSessions.Where(session => (session.OwnerUserId == userId || session.ActorUserId == userId) && session.FinishedAt == null).ToListAsync(cancellationToken),
            now, SecurityEvent.AccessTokenEnded);
        foreach (var password in await database.AppPasswords.Where(password => password.UserId == userId && password.FinishedAt == null).ToListAsync(cancellationToken))
        {
            password.TryEnd(now);
            database.SecurityEvents.Add(SecurityEvent.Record(userId, SecurityEvent.AppPasswordEnded, null, null, now, password.Name));
        }
    }

    private Task<RenameOutcome> StoreNameAsync(Guid userId, Guid sessionId, string name, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            if (await FindAppAsync(userId, sessionId, cancellationToken) is not { } session)
            {
                return RenameOutcome.Missing;
            }

            session.Rename(SessionName.Trim(name));
            storage.AfterCommit(() => changes.Publish(userId));
            return RenameOutcome.Renamed;
        },
        cancellationToken);

    private async Task<IAppSession?> FindAppAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken) =>
        await database.OAuthSessions.SingleOrDefaultAsync(session => session.Id == sessionId && session.UserId == userId && session.FinishedAt == null, cancellationToken)
        ?? (IAppSession?)await database.LegacySessions.SingleOrDefaultAsync(session => session.Id == sessionId && session.UserId == userId && session.FinishedAt == null, cancellationToken);

    [LoggerMessage(3405, LogLevel.Warning, "The homeserver did not take a new name for the device of session {SessionId}; nothing was changed.")]
    private partial void LogNotRenamed(Guid sessionId, Exception exception);
}
