using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;

namespace Portal.Identity.Homeserver;

/// <summary>Sees to it that the homeserver has a device before anybody gets a token for it.</summary>
public sealed class HomeserverDevices(IHomeserver homeserver, PortalDbContext database)
{
    /// <summary>Makes the device, or names the one that there is; a user whom the homeserver does not have yet is made first. Not part of a transaction.</summary>
    /// <param name="displayName">At most 100 characters; none leaves the name as it is.</param>
    /// <exception cref="HomeserverException">The device is not there.</exception>
    public async Task EnsureAsync(PortalUser user, string deviceId, string? displayName, CancellationToken cancellationToken)
    {
        try
        {
            await homeserver.UpsertDeviceAsync(user.UserName!, deviceId, displayName, cancellationToken);
        }
        catch (HomeserverException exception) when (exception.IsUserUnknown)
        {
            // Right after a registration the message that makes the user may still wait for its turn.
            await homeserver.ProvisionUserAsync(await DescribeAsync(user, isNew: true, cancellationToken), cancellationToken);
            await homeserver.UpsertDeviceAsync(user.UserName!, deviceId, displayName, cancellationToken);
        }
    }

    /// <summary>All that the homeserver is told of a user, as it is stored now.</summary>
    /// <param name="isNew">It has never heard of them. Of others it is not told the display name: people change it there, too.</param>
    internal async Task<ProvisionedUser> DescribeAsync(PortalUser user, bool isNew, CancellationToken cancellationToken)
    {
        var emails = await database.UserEmails.AsNoTracking().Where(email => email.UserId == user.Id).Select(email => email.Address).ToListAsync(cancellationToken);
        return new(user.UserName!, Ulid.Encode(user.Id), user.LockedAt is not null)
        {
            Emails = [.. emails.Select(address => address.ToLowerInvariant()).Order(StringComparer.Ordinal)],
            DisplayName = isNew ? user.DisplayName : null,
        };
    }
}
