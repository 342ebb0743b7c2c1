using Microsoft.EntityFrameworkCore;
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
        var user = await FindAsync(job, cancellationToken);
        try
        {
            await SendAsync(user, cancellationToken);
        }
        catch (HomeserverException exception) when (exception.IsUserUnknown)
        {
            if (user.IsDeactivated)
            {
                return; // it has never heard of them, and shall not any more
            }

            await ProvisionAsync(job.UserId, cancellationToken);
            await SendAsync(await FindAsync(job, cancellationToken), cancellationToken);
        }
    }

    private async Task<DevicesOfUser> FindAsync(HomeserverJob job, CancellationToken cancellationToken) =>
        await active.OfAsync(job.UserId, cancellationToken) ?? throw new UndeliverableException("There is no such user.");

    private Task SendAsync(DevicesOfUser user, CancellationToken cancellationToken) =>
        homeserver.SyncDevicesAsync(user.Username, user.Devices, cancellationToken);

    private async Task ProvisionAsync(Guid userId, CancellationToken cancellationToken)
    {
        var user = await database.Users.AsNoTracking().SingleAsync(user => user.Id == userId, cancellationToken);
        await homeserver.ProvisionUserAsync(await devices.DescribeAsync(user, isNew: true, cancellationToken), cancellationToken);
    }
}
