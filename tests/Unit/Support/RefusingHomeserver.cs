using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Identity.Homeserver;

namespace Portal.Tests.Unit.Support;

/// <summary>A homeserver that knows the devices it was told of, and refuses when a test says so.</summary>
internal sealed class RefusingHomeserver : IHomeserver
{
    private readonly ConcurrentQueue<(string Username, string DeviceId, string? Name)> _devices = new();

    public bool Exists => true;

    /// <summary>What comes of the next devices; nothing refuses them.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>Done before a device is taken: what the world looks like at that moment.</summary>
    public Func<Task> BeforeDevice { get; set; } = () => Task.CompletedTask;

    /// <summary>In the order in which they came; also those that were refused.</summary>
    public IReadOnlyList<(string Username, string DeviceId, string? Name)> Devices => [.. _devices];

    public static HomeserverException Down { get; } = new("The homeserver answered 503.", HttpStatusCode.ServiceUnavailable);

    public void AddTo(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<IHomeserver>(this));

    public async Task UpsertDeviceAsync(string username, string deviceId, string? displayName, CancellationToken cancellationToken)
    {
        await BeforeDevice();
        _devices.Enqueue((username, deviceId, displayName));
        if (Refusal is { } refusal)
        {
            throw refusal;
        }
    }

    public Task<HomeserverUser?> FindUserAsync(string username, CancellationToken cancellationToken) => Task.FromResult<HomeserverUser?>(null);

    public Task<bool> IsUsernameAvailableAsync(string username, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task ProvisionUserAsync(ProvisionedUser user, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RenameDeviceAsync(string username, string deviceId, string displayName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SyncDevicesAsync(string username, IReadOnlyCollection<string> deviceIds, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteUserAsync(string username, bool erase, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ReactivateUserAsync(string username, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetDisplayNameAsync(string username, string? displayName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AllowCrossSigningResetAsync(string username, CancellationToken cancellationToken) => Task.CompletedTask;
}
