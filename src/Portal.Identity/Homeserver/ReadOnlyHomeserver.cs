namespace Portal.Identity.Homeserver;

/// <summary>A homeserver that is asked and never told: everything that would change it fails here, and nothing is sent.</summary>
internal sealed class ReadOnlyHomeserver(IHomeserver homeserver) : IHomeserver
{
    public bool Exists => homeserver.Exists;

    public Task<HomeserverUser?> FindUserAsync(string username, CancellationToken cancellationToken) => homeserver.FindUserAsync(username, cancellationToken);

    public Task<bool> IsUsernameAvailableAsync(string username, CancellationToken cancellationToken) => homeserver.IsUsernameAvailableAsync(username, cancellationToken);

    public Task ProvisionUserAsync(ProvisionedUser user, CancellationToken cancellationToken) => Refuse();

    public Task UpsertDeviceAsync(string username, string deviceId, string? displayName, CancellationToken cancellationToken) => Refuse();

    public Task RenameDeviceAsync(string username, string deviceId, string displayName, CancellationToken cancellationToken) => Refuse();

    public Task SyncDevicesAsync(string username, IReadOnlyCollection<string> deviceIds, CancellationToken cancellationToken) => Refuse();

    public Task DeleteUserAsync(string username, bool erase, CancellationToken cancellationToken) => Refuse();

    public Task ReactivateUserAsync(string username, CancellationToken cancellationToken) => Refuse();

    public Task SetDisplayNameAsync(string username, string? displayName, CancellationToken cancellationToken) => Refuse();

    public Task AllowCrossSigningResetAsync(string username, CancellationToken cancellationToken) => Refuse();

    private static Task Refuse() => Task.FromException(new HomeserverException($"{MatrixOptions.Section}:Kind is {HomeserverKind.SynapseReadOnly}: nothing is changed on the homeserver."));
}
