using Microsoft.EntityFrameworkCore;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;

namespace Portal.Identity.Homeserver;

/// <summary>Ends a user at the homeserver whose account is deleted for good.</summary>
internal sealed class DeleteUser(PortalDbContext database, IHomeserver homeserver, TimeProvider clock) : IOutboxHandler
{
    public string Kind => HomeserverJobs.DeleteKind;

    public OutboxLane Lane => OutboxLane.Homeserver;

    /// <summary>To leave thousands of rooms takes its time.</summary>
    public TimeSpan LeaseTime => TimeSpan.FromMinutes(6);

    public bool CoversOthers => true;

    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var job = message.Read<HomeserverJob>();
        var user = await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == job.UserId, cancellationToken) ?? throw new UndeliverableException("There is no such user.");
        if (user.DeactivatedAt is null || user.CanComeBack(clock.GetUtcNow()))
        {
            return; // somebody has them back
        }

        try
        {
            await homeserver.DeleteUserAsync(user.UserName!, user.ErasureRequested, cancellationToken);
        }
        catch (HomeserverException exception) when (exception.IsUserUnknown)
        {
            // It has never heard of them.
        }
    }
}
