using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Homeserver;
using Portal.Tests.FakeHomeserver;
using Portal.Tests.FakeHomeserver.Faults;
using Portal.Tests.FakeHomeserver.State;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>A real portal behind the strict homeserver: its answers are those that Synapse needs (homeserver contract, sections 6 and 11).</summary>
public sealed class PortalAndSynapseTests : IAsyncLifetime
{
    private PortalFactory _portal = null!;
    private FakeSynapse _synapse = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await PortalFactory.StartAsync();
        _synapse = await FakeSynapse.StartAsync(new FakeSynapseOptions { ServerName = PortalFactory.ServerName, Secret = PortalFactory.HomeserverSecret }, _portal.Clock);
        _synapse.ConnectTo(new Uri(PortalFactory.PublicBase), _portal.Server.CreateHandler());
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _synapse.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _synapse.DisposeAsync();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_a_user_with_a_device_until_it_is_over()
    {
        var (app, token) = await SignInAsync();

        Assert.Equal($$"""{"user_id":"@alice:example.org","is_guest":false,"device_id":"{{A.DeviceId}}"}""", JsonSerializer.Serialize(await WhoAmIAsync(token)));

        await app.RevokeAsync(token);
        _portal.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("M_UNKNOWN_TOKEN", (await WhoAmIAsync(token)).GetProperty("errcode").GetString());
    }

    [Fact]
    public async Task Line_13_Whoever_is_locked_is_nobody_after_two_minutes_at_the_latest_and_comes_back()
    {
        var (_, token) = await SignInAsync();
        await WhoAmIAsync(token);

        await LockAsync(_portal.Clock.GetUtcNow());
        _portal.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("M_UNKNOWN_TOKEN", (await WhoAmIAsync(token)).GetProperty("errcode").GetString());

        await LockAsync(null);
        _synapse.Restart();
        Assert.Equal("@alice:example.org", (await WhoAmIAsync(token)).GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task Line_16_A_token_that_nobody_has_given_out_is_not_active_and_a_wrong_secret_is_no_answer()
    {
        Assert.Equal("M_UNKNOWN_TOKEN", (await WhoAmIAsync("a-token-that-nobody-has-given-out")).GetProperty("errcode").GetString());

        await using var stranger = await FakeSynapse.StartAsync(new FakeSynapseOptions { Secret = "another" });
        stranger.ConnectTo(new Uri(PortalFactory.PublicBase), _portal.Server.CreateHandler());
        _http.Dispose();
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = stranger.Address };
        Assert.Equal("Unable to introspect the access token", (await WhoAmIAsync("a-token-that-nobody-has-given-out")).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Line_21_The_metadata_have_an_issuer_and_an_account_page_without_a_query()
    {
        var metadata = await GetAsync("_matrix/client/v1/auth_metadata");

        Assert.Equal(PortalFactory.PublicBase, metadata.GetProperty("issuer").GetString());
        var account = new Uri(metadata.GetProperty("account_management_uri").GetString()!);
        Assert.Equal("", account.Query);
        await using var portal = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Matrix:Kind"] = "Synapse", ["Portal:Matrix:Endpoint"] = _synapse.Address.AbsoluteUri });
        var browser = await portal.SignedInAsync((await portal.PersonAsync("bob")).UserName!);
        Assert.Equal(200, (int)(await browser.FollowAsync(await browser.GetAsync(account.AbsolutePath.TrimStart('/') + "?action=org.matrix.cross_signing_reset"))).Status);
    }

    [Fact]
    public async Task The_secret_is_in_no_line_of_the_log_whatever_goes_wrong()
    {
        await using var portal = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Matrix:Kind"] = "Synapse", ["Portal:Matrix:Endpoint"] = _synapse.Address.AbsoluteUri });
        var homeserver = portal.Services.GetRequiredService<IHomeserver>();
        foreach (var kind in (FaultKind[])[FaultKind.Status, FaultKind.Cut, FaultKind.HalfAnswer, FaultKind.Garbage])
        {
            _synapse.Faults.Add(new Fault(kind) { Times = 1, Text = PortalFactory.HomeserverSecret });
            await Assert.ThrowsAsync<HomeserverException>(() => homeserver.FindUserAsync("alice", TestContext.Current.CancellationToken));
        }

        Assert.Null(await homeserver.FindUserAsync("alice", TestContext.Current.CancellationToken));
        Assert.All(_synapse.Requests.All, request => Assert.Equal("Bearer " + PortalFactory.HomeserverSecret, request.Headers["authorization"]));
        Assert.DoesNotContain(PortalFactory.HomeserverSecret, portal.Log.Text, StringComparison.Ordinal);
    }

    private async Task<(HttpApp App, string Token)> SignInAsync()
    {
        await _portal.PersonAsync("alice");
        _synapse.Arrange("alice").Add(new FakeDevice(A.DeviceId));
        var app = await HttpApp.RegisterAsync(_portal);
        var tokens = await app.TokensAsync(await _portal.SignedInAsync("alice"));
        return (app, tokens.GetProperty("access_token").GetString()!);
    }

    private Task LockAsync(DateTimeOffset? at) => _portal.ChangeAsync(database =>
    {
        database.Entry(Assert.Single(database.Users)).Property(user => user.LockedAt).CurrentValue = at;
        return Task.CompletedTask;
    });

    private Task<JsonElement> WhoAmIAsync(string token) => GetAsync("_matrix/client/v3/account/whoami", token);

    private async Task<JsonElement> GetAsync(string path, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
