using Microsoft.EntityFrameworkCore;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Logout;

/// <summary>Makes sure that clients who asked for it learn that somebody has signed out (OpenID Connect Back-Channel Logout 1.0).</summary>
public sealed class LogoutNotices(PortalDbContext database, OutboxWriter outbox)
{
    /// <summary>Tells the clients that act for the person because of this browser session; part of the change that ends it.</summary>
    public async Task AddForBrowserAsync(Guid browserSessionId, CancellationToken cancellationToken) => await AddAsync(
        await database.OAuthSessions.Where(session => session.BrowserSessionId == browserSessionId && session.FinishedAt == null).ToListAsync(cancellationToken),
        cancellationToken);

    /// <summary>Tells the clients of these sessions, each once a browser session; part of the change that ends them.</summary>
    public async Task AddAsync(IReadOnlyCollection<OAuthSession> sessions, CancellationToken cancellationToken)
    {
        var clientIds = sessions.Select(session => session.ClientId).Distinct().ToList();
        if (clientIds.Count == 0)
        {
            return;
        }

        var listening = await database.Clients.Where(client => clientIds.Contains(client.Id) && client.BackchannelLogoutUri != null)
            .Select(client => client.Id).ToListAsync(cancellationToken);
        var notices = sessions
            .Where(session => session is { UserId: not null, BrowserSessionId: not null } && listening.Contains(session.ClientId))
            .Select(session => new LogoutNotice(session.ClientId, session.UserId!.Value, session.BrowserSessionId!.Value));
        foreach (var notice in notices.Distinct())
        {
            outbox.Add(SendLogoutToken.MessageKind, notice);
        }
    }
}
