namespace Portal.Identity.Homeserver;

/// <summary>No homeserver: the accounts are for other apps, or somebody has a first look.</summary>
internal sealed class StandAlone : IHomeserver
{
    public bool Exists => false;

    public Task<HomeserverUser?> FindUserAsync(string username, CancellationToken cancellationToken) => Task.FromResult<HomeserverUser?>(null);

    public Task<bool> IsUsernameAvailableAsync(string username, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task ProvisionUserAsync(ProvisionedUser user, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task UpsertDeviceAsync(string username, string deviceId, string? displayName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RenameDeviceAsync(string username, string deviceId, string displayName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SyncDevicesAsync(string username, IReadOnlyCollection<string> deviceIds, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteUserAsync(string username, bool erase, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ReactivateUserAsync(string username, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetDisplayNameAsync(string username, string? displayName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AllowCrossSigningResetAsync(string username, CancellationToken cancellationToken) => Task.CompletedTask;
}
