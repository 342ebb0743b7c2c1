using Microsoft.EntityFrameworkCore;
using Portal.Identity.Logout;
using Portal.Identity.Persistence;

namespace Portal.Identity.Sessions;

/// <summary>Ends sessions of whatever kind, with all that follows: their tokens are dead at once, clients that asked for it are told, open pages look again.</summary>
public sealed class SessionEnd(PortalDbContext database, Storage storage, SessionChanges changes, LogoutNotices notices)
{
    /// <summary>Held by whoever begins a session of an app and by whoever ends all that there are.</summary>
    internal static string LockOf(Guid userId) => $"sessions-of:{userId}";

    /// <summary>Part of the caller's change. What was over before stays as it is.</summary>
    public async Task ApplyAsync(IReadOnlyCollection<BrowserSession> browsers, IReadOnlyCollection<OAuthSession> apps, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var browserIds = browsers.Select(session => (Guid?)session.Id).ToList();
        var allowed = browserIds.Count == 0
            ? []
            : await database.OAuthSessions.Where(session => browserIds.Contains(session.BrowserSessionId) && session.FinishedAt == null).ToListAsync(cancellationToken);
        await notices.AddAsync([.. apps.Union(allowed)], cancellationToken); // the apps that a browser allowed stay signed in, and learn that it signed out
        foreach (var session in browsers.Concat<ISession>(apps))
        {
            session.TryFinish(now);
        }

        foreach (var userId in browsers.Select(session => (Guid?)session.UserId).Concat(apps.Select(session => session.UserId)).Distinct().OfType<Guid>())
        {
            storage.AfterCommit(() => changes.Publish(userId));
        }
    }
}
