using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.PersonalTokens;
using Portal.Identity.Homeserver;
using Portal.Identity.Legacy;
using Portal.Identity.Logout;
using Portal.Identity.Persistence;

namespace Portal.Identity.Sessions;

/// <summary>Ends sessions of whatever kind, with all that follows: their tokens are dead at once, clients that asked for it are told, the homeserver lets go of their devices, open pages look again.</summary>
public sealed class SessionEnd(PortalDbContext database, Storage storage, SessionChanges changes, LogoutNotices notices, HomeserverJobs homeserver)
{
    /// <summary>Held by whoever begins a session of an app and by whoever ends all that there are.</summary>
    internal static string LockOf(Guid userId) => $"sessions-of:{userId}";

    /// <summary>Part of the caller's change. What was over before stays as it is.</summary>
    /// <param name="syncAt">When the homeserver shall learn of a person's devices; at once without.</param>
    public async Task ApplyAsync(
        IReadOnlyCollection<BrowserSession> browsers, IReadOnlyCollection<OAuthSession> apps, DateTimeOffset now, CancellationToken cancellationToken, Func<Guid, DateTimeOffset>? syncAt = null)
    {
        var browserIds = browsers.Select(session => (Guid?)session.Id).ToList();
        var allowed = browserIds.Count == 0
            ? []
            : await database.OAuthSessions.Where(session => browserIds.Contains(session.BrowserSessionId) && session.FinishedAt == null).ToListAsync(cancellationToken);
        await notices.AddAsync([.. apps.Union(allowed)], cancellationToken); // the apps that a browser allowed stay signed in, and learn that it signed out
        foreach (var browser in browsers)
        {
            browser.TryFinish(now);
        }

        var ended = apps.Where(session => session.TryFinish(now)).ToList();
        foreach (var userId in ended.Where(session => session.DeviceId is not null).Select(session => session.UserId).Distinct().OfType<Guid>())
        {
            homeserver.SyncDevices(userId, syncAt?.Invoke(userId));
        }

        foreach (var userId in browsers.Select(session => (Guid?)session.UserId).Concat(apps.Select(session => session.UserId)).Distinct().OfType<Guid>())
        {
            storage.AfterCommit(() => changes.Publish(userId));
        }
    }

    /// <summary>Ends a session of an app that needs not be told: it asked for this, or is not to be trusted; part of the caller's change.</summary>
    /// <returns><see langword="false"/>, and no change, if it was over before.</returns>
    public bool TryEnd(OAuthSession session, DateTimeOffset now)
    {
        if (!session.TryFinish(now))
        {
            return false;
        }

        if (session.UserId is { } userId)
        {
            if (session.DeviceId is not null)
            {
                homeserver.SyncDevices(userId);
            }

            storage.AfterCommit(() => changes.Publish(userId));
        }

        return true;
    }

    /// <summary>The same for sessions of the legacy login, whose apps nobody tells.</summary>
    /// <param name="syncAt">As of <see cref="ApplyAsync"/>.</param>
    public void Apply(IReadOnlyCollection<LegacySession> sessions, DateTimeOffset now, Func<Guid, DateTimeOffset>? syncAt = null)
    {
        foreach (var userId in sessions.Where(session => session.TryFinish(now)).Select(session => session.UserId).ToHashSet())
        {
            homeserver.SyncDevices(userId, syncAt?.Invoke(userId));
            storage.AfterCommit(() => changes.Publish(userId));
        }
    }

    /// <summary>The same for what bots and scripts have access tokens of; the person sees in their activity that it ended.</summary>
    /// <param name="happened">As what it is recorded: one of the constants of <see cref="SecurityEvent"/>.</param>
    /// <param name="requester">Who did it; none if nobody asked for just this.</param>
    public void Apply(IReadOnlyCollection<PersonalSession> sessions, DateTimeOffset now, string happened, Requester? requester = null)
    {
        foreach (var session in sessions.Where(session => session.TryFinish(now)))
        {
            database.SecurityEvents.Add(SecurityEvent.Record(session.ActorUserId, happened, null, requester?.AddressText, now, session.HumanName));
            if (session.DeviceId is not null)
            {
                homeserver.SyncDevices(session.ActorUserId);
            }
        }
    }
}
