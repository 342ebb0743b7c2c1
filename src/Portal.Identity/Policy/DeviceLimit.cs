using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Persistence;

namespace Portal.Identity.Policy;

/// <summary>Whether a person may sign in to one more app (policy contract, section 5.3).</summary>
public sealed class DeviceLimit(PortalDbContext database, IOptions<DeviceLimitOptions> options)
{
    /// <summary>How much of the limit the person uses; none if they are not limited.</summary>
    public async Task<DeviceUse?> FindAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (options.Value.SoftLimit is not { } limit)
        {
            return null;
        }

        var used = await database.OAuthSessions.CountAsync(session => session.UserId == userId && session.FinishedAt == null, cancellationToken);
        return used > options.Value.MaxSessionThreshold ? null : new DeviceUse(used, limit);
    }
}
