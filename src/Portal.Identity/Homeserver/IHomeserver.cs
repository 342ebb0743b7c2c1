namespace Portal.Identity.Homeserver;

/// <summary>The homeserver that knows the accounts as Matrix users: what it is told of them, and what it is asked.</summary>
/// <remarks>
/// Every call may be made again with the same effect. What it cannot do throws a <see cref="HomeserverException"/>; nothing is tried twice in here.
/// A name is the part of a Matrix ID before the colon, exactly as it is stored.
/// </remarks>
public interface IHomeserver
{
    /// <summary>Whether there is one at all; without, every call does nothing, and every name is free.</summary>
    bool Exists { get; }

    /// <summary>What it knows of a user; none if it has never heard of them.</summary>
    Task<HomeserverUser?> FindUserAsync(string username, CancellationToken cancellationToken);

    /// <summary>Whether a new user could have the name: it follows the homeserver's rules, and neither a user nor an application service has it.</summary>
    Task<bool> IsUsernameAvailableAsync(string username, CancellationToken cancellationToken);

    /// <summary>Makes the user, or changes what is given of one that there is.</summary>
    Task ProvisionUserAsync(ProvisionedUser user, CancellationToken cancellationToken);

    /// <summary>Makes the device, or names the one that there is.</summary>
    /// <param name="displayName">At most 100 characters; none leaves the name as it is.</param>
    /// <exception cref="HomeserverException">Among others with <see cref="HomeserverException.IsUserUnknown"/>.</exception>
    Task UpsertDeviceAsync(string username, string deviceId, string? displayName, CancellationToken cancellationToken);

    /// <summary>Names a device that there is.</summary>
    /// <param name="displayName">At most 100 characters.</param>
    Task RenameDeviceAsync(string username, string deviceId, string displayName, CancellationToken cancellationToken);

    /// <summary>Makes the user's devices exactly these: others go with their keys, missing ones come without a name.</summary>
    Task SyncDevicesAsync(string username, IReadOnlyCollection<string> deviceIds, CancellationToken cancellationToken);

    /// <summary>Ends the user there: they leave their rooms, and their devices, addresses and keys go.</summary>
    /// <param name="erase">Whether what they said is hidden from people who come later, too.</param>
    Task DeleteUserAsync(string username, bool erase, CancellationToken cancellationToken);

    /// <summary>Lets a deleted user come back, without rooms, devices and names.</summary>
    Task ReactivateUserAsync(string username, CancellationToken cancellationToken);

    /// <summary>What other people see the user as.</summary>
    /// <param name="displayName">At most 256 characters; none takes the name away.</param>
    Task SetDisplayNameAsync(string username, string? displayName, CancellationToken cancellationToken);

    /// <summary>Lets the user's apps replace the keys of their cryptographic identity for the next ten minutes.</summary>
    Task AllowCrossSigningResetAsync(string username, CancellationToken cancellationToken);
}
