using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;

namespace Portal.Identity.Homeserver;

/// <summary>The devices that a person has by right: those of their active sessions, of every kind that can have one.</summary>
internal sealed class ActiveDevices(PortalDbContext database)
{
    /// <summary>Each once.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(Guid userId, CancellationToken cancellationToken) =>
        await All(userId).Distinct().OrderBy(device => device).ToListAsync(cancellationToken);

    // Another kind of session with devices is one more Concat here, and nowhere else.
    private IQueryable<string> All(Guid userId) =>
        database.OAuthSessions.Where(session => session.UserId == userId && session.FinishedAt == null && session.DeviceId != null).Select(session => session.DeviceId!)
            .Concat(database.LegacySessions.Where(session => session.UserId == userId && session.FinishedAt == null && session.DeviceId != null).Select(session => session.DeviceId!))
            .Concat(database.PersonalSessions.Where(session => session.ActorUserId == userId && session.FinishedAt == null && session.DeviceId != null).Select(session => session.DeviceId!));
}
