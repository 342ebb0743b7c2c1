using Microsoft.EntityFrameworkCore;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>Keeps a person out of their account, and lets them in again. Sessions stay: their tokens are worth nothing meanwhile, and everything afterwards.</summary>
/// <remarks>A lock has nothing to do with a deletion: neither begins or ends the other.</remarks>
public sealed class AccountLocking(PortalDbContext database, Storage storage, HomeserverJobs homeserver, SessionChanges changes, TimeProvider clock)
{
    /// <returns><see langword="false"/>, and no change, if there is no such account. One that is locked stays locked, and the homeserver is told again.</returns>
    public Task<bool> LockAsync(Guid userId, CancellationToken cancellationToken) => ChangeAsync(userId, user => user.Lock(clock.GetUtcNow()), cancellationToken);

    /// <inheritdoc cref="LockAsync"/>
    public Task<bool> UnlockAsync(Guid userId, CancellationToken cancellationToken) => ChangeAsync(userId, user => user.Unlock(), cancellationToken);

    private Task<bool> ChangeAsync(Guid userId, Action<PortalUser> change, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            if (await database.Users.SingleOrDefaultAsync(user => user.Id == userId, cancellationToken) is not { } user)
            {
                return false;
            }

            change(user);
            homeserver.Provision(userId);
            storage.AfterCommit(() => changes.Publish(userId));
            return true;
        },
        cancellationToken);
}
