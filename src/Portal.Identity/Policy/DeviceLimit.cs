using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Persistence;

namespace Portal.Identity.Policy;

/// <summary>Whether a person may sign in to one more app (policy contract, section 5.3).</summary>
public sealed class DeviceLimit(PortalDbContext database, IOptions<DeviceLimitOptions> options)
{
    /// <summary>Whether a program that reaches the limit ends what is used least.</summary>
    public bool MayEvict => options.Value.DangerousHardLimitEviction;

    /// <summary>How much of the limit the person uses; none if they are not limited.</summary>
    public Task<DeviceUse?> FindAsync(Guid userId, CancellationToken cancellationToken) => FindAsync(userId, options.Value.SoftLimit, cancellationToken);

    /// <summary>The same where no page can say how to make room: for programs.</summary>
    public Task<DeviceUse?> FindHardAsync(Guid userId, CancellationToken cancellationToken) => FindAsync(userId, options.Value.HardLimit, cancellationToken);

    private async Task<DeviceUse?> FindAsync(Guid userId, int? limit, CancellationToken cancellationToken)
    {
        if (limit is null)
        {
            return null;
        }

        var used = await database.OAuthSessions.CountAsync(session => session.UserId == userId && session.FinishedAt == null, cancellationToken)
            + await database.LegacySessions.CountAsync(session => session.UserId == userId && session.FinishedAt == null, cancellationToken)
            + await database.PersonalSessions.CountAsync(session => session.OwnerUserId == userId && session.ActorUserId == userId && session.FinishedAt == null, cancellationToken);
        return used > options.Value.MaxSessionThreshold ? null : new DeviceUse(used, limit.Value);
    }
}
