using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;

namespace Portal.Identity.Homeserver;

/// <summary>Makes the devices of a user at the homeserver those of their active sessions.</summary>
internal sealed class SyncDevices(PortalDbContext database, IHomeserver homeserver, HomeserverDevices devices, ActiveDevices active, DeviceLocks locks) : IOutboxHandler
{
    public string Kind => HomeserverJobs.SyncDevicesKind;

    public OutboxLane Lane => OutboxLane.Homeserver;

    public bool CoversOthers => true;

    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var job = message.Read<HomeserverJob>();
        await using var turn = await locks.HoldAsync(job.UserId, cancellationToken); // a device whose session is about to be stored must not go
        var user = await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == job.UserId, cancellationToken) ?? throw new UndeliverableException("There is no such user.");
        try
        {
            await SendAsync(user, cancellationToken);
        }
        catch (HomeserverException exception) when (exception.IsUserUnknown)
        {
            if (user.DeactivatedAt is not null)
            {
                return; // it has never heard of them, and shall not any more
            }

            await homeserver.ProvisionUserAsync(await devices.DescribeAsync(user, isNew: true, cancellationToken), cancellationToken);
            await SendAsync(user, cancellationToken);
        }
    }

    private async Task SendAsync(PortalUser user, CancellationToken cancellationToken) =>
        await homeserver.SyncDevicesAsync(user.UserName!, await active.OfAsync(user.Id, cancellationToken), cancellationToken);
}
