using Portal.Identity.Homeserver;
using Portal.Tests.FakeHomeserver;
using Portal.Tests.FakeHomeserver.Journal;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Homeserver;

/// <summary>Tests of what speaks to the homeserver, against one that is as strict as Synapse.</summary>
public abstract class SynapseTest : IAsyncLifetime
{
    private protected const string Secret = "the-secret-that-both-know";

    private HomeserverClient? _client;

    private protected ManualClock Clock { get; } = new();

    private protected FakeSynapse Synapse { get; private set; } = null!;

    private protected IHomeserver Homeserver { get; private set; } = null!;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected virtual FakeSynapseOptions SynapseOptions => new() { Secret = Secret };

    private protected abstract IHomeserver Make(HomeserverClient client, MatrixOptions options);

    public async ValueTask InitializeAsync()
    {
        Synapse = await FakeSynapse.StartAsync(SynapseOptions);
        var options = new MatrixOptions { Kind = HomeserverKind.Synapse, ServerName = "example.org", Endpoint = Synapse.Address.AbsoluteUri, Secret = Secret };
        _client = new HomeserverClient(options, HomeserverTimeouts.Default, Clock);
        Homeserver = Make(_client, options);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await Synapse.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the last request said.</summary>
    private protected RecordedRequest Last => Synapse.Requests.All[^1];

    /// <summary>Every call that changes something, for alice and her device A.</summary>
    private protected static IReadOnlyDictionary<string, Func<IHomeserver, Task>> Writes { get; } = new Dictionary<string, Func<IHomeserver, Task>>
    {
        ["provision_user"] = homeserver => homeserver.ProvisionUserAsync(new ProvisionedUser("alice", "01", IsLocked: false), Cancelled),
        ["upsert_device"] = homeserver => homeserver.UpsertDeviceAsync("alice", "A", null, Cancelled),
        ["update_device_display_name"] = homeserver => homeserver.RenameDeviceAsync("alice", "A", "Phone", Cancelled),
        ["sync_devices"] = homeserver => homeserver.SyncDevicesAsync("alice", ["A"], Cancelled),
        ["delete_user"] = homeserver => homeserver.DeleteUserAsync("alice", erase: false, Cancelled),
        ["reactivate_user"] = homeserver => homeserver.ReactivateUserAsync("alice", Cancelled),
        ["set_displayname"] = homeserver => homeserver.SetDisplayNameAsync("alice", "Alice", Cancelled),
        ["unset_displayname"] = homeserver => homeserver.SetDisplayNameAsync("alice", null, Cancelled),
        ["allow_cross_signing_reset"] = homeserver => homeserver.AllowCrossSigningResetAsync("alice", Cancelled),
    };

    /// <summary>And every call that only asks.</summary>
    private protected static IReadOnlyDictionary<string, Func<IHomeserver, Task>> Queries { get; } = new Dictionary<string, Func<IHomeserver, Task>>
    {
        ["query_user"] = homeserver => homeserver.FindUserAsync("alice", Cancelled),
        ["is_localpart_available"] = homeserver => homeserver.IsUsernameAvailableAsync("alice", Cancelled),
    };

    private protected static Task<HomeserverException> FailsAsync(Func<Task> call) => Assert.ThrowsAsync<HomeserverException>(call);
}
