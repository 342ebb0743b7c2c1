using Microsoft.EntityFrameworkCore;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;

namespace Portal.Identity.Homeserver;

/// <summary>Tells the homeserver what it must know of a user, and then of their devices.</summary>
internal sealed class ProvisionUser(PortalDbContext database, Storage storage, IHomeserver homeserver, HomeserverDevices devices, HomeserverJobs jobs) : IOutboxHandler
{
    public string Kind => HomeserverJobs.ProvisionKind;

    public OutboxLane Lane => OutboxLane.Homeserver;

    public bool CoversOthers => true;

    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var job = message.Read<HomeserverJob>();
        var user = await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == job.UserId, cancellationToken) ?? throw new UndeliverableException("There is no such user.");
        if (user.DeactivatedAt is not null)
        {
            return; // deleted since: nobody comes to life by a late message, and who comes back has a message of their own
        }

        // A message may come twice, and between the two they may have changed their name there.
        var isNew = job.IsNew && user.DisplayName is not null && await homeserver.FindUserAsync(user.UserName!, cancellationToken) is null;
        await homeserver.ProvisionUserAsync(await devices.DescribeAsync(user, isNew, cancellationToken), cancellationToken);
        await storage.WriteAsync(
            () =>
            {
                jobs.SyncDevices(user.Id);
                return Task.CompletedTask;
            },
            cancellationToken);
    }
}
