using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Portal.Tests.FakeHomeserver;
using Portal.Tests.FakeHomeserver.Control;
using Portal.Tests.FakeHomeserver.Faults;
using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>The homeserver as a process of its own, as browser tests and developers start it.</summary>
public sealed class FakeProcessTests : IAsyncLifetime
{
    private FakeSynapseProcess _process = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _process = await FakeSynapseProcess.StartAsync("--ServerName=example.com", "--Secret=another-secret", "--AppServices:0:Token=t", "--AppServices:0:Sender=bridge");
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _process.Address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "another-secret");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    [Fact]
    public async Task It_can_be_seen_and_steered_from_outside()
    {
        await _process.ArrangeAsync(new UserView { Localpart = "alice", DisplayName = "<Alice>", Phones = ["447700900000"], Devices = [new DeviceView("A", "Phone"), new DeviceView("KEY", IsHidden: true)] });
        Assert.Equal(HttpStatusCode.OK, (await SyncAsync()).StatusCode);

        var alice = Assert.Single(await _process.UsersAsync());
        Assert.Equal(("alice", "<Alice>", "447700900000"), (alice.Localpart, alice.DisplayName, Assert.Single(alice.Phones)));
        Assert.Equal([new DeviceView("B"), new DeviceView("KEY", IsHidden: true)], alice.Devices);
        Assert.Equal(("sync_devices", 200), (await _process.RequestsAsync())[^1] switch { var request => (request.Endpoint, request.Status) });

        var second = _process.WaitForAsync("sync_devices", 2);
        Assert.False(second.IsCompleted);
        await SyncAsync();
        Assert.Equal("sync_devices", (await second).Endpoint);

        await _process.AddFaultAsync(new Fault(FaultKind.Status) { Endpoint = "sync_devices", Status = 502 });
        Assert.Equal(HttpStatusCode.BadGateway, (await SyncAsync()).StatusCode);
        await _process.ClearFaultsAsync();
        Assert.Equal(HttpStatusCode.OK, (await SyncAsync()).StatusCode);
        await _process.RestartAsync();

        var page = await _http.GetStringAsync("_fake/", TestContext.Current.CancellationToken);
        Assert.Contains("@alice:example.com", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<Alice>", page, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> SyncAsync() => _http.PostAsJsonAsync("_synapse/mas/sync_devices", new { localpart = "alice", devices = new[] { "B" } }, TestContext.Current.CancellationToken);
}
