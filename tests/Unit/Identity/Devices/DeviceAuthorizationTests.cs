using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Devices;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Devices;

/// <summary>Section 8.1 of the oauth contract.</summary>
public abstract class DeviceAuthorizationTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly ScriptedCodes _secrets = new();
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task Line_54_A_device_gets_codes_for_twenty_minutes_and_is_to_ask_every_five_seconds()
    {
        var codes = await AskAsync();

        Assert.Matches("^[A-Za-z0-9]{32}$", codes.DeviceCode);
        Assert.Matches("^[A-Z0-9]{6}$", codes.UserCode);
        Assert.Equal((1200, 5), (codes.ExpiresIn, codes.Interval));
        Assert.Equal(("https://auth.example/link", null), (codes.VerificationUri, codes.VerificationUriComplete));
    }

    [Fact]
    public async Task What_is_stored_is_who_asked_and_of_the_device_code_the_hash()
    {
        var codes = await AskAsync();

        var grant = await Host.ReadAsync(database => database.DeviceCodeGrants.AsNoTracking().SingleAsync());
        Assert.Equal(TokenFormat.HashOf(codes.DeviceCode), grant.DeviceCodeHash);
        Assert.Equal((_app.Client.Id, codes.UserCode, A.Scope(A.MatrixScope).ToString()), (grant.ClientId, grant.UserCode, grant.Scope));
        Assert.Equal(("192.0.2.1", "Example/1.0", Clock.GetUtcNow() + TimeSpan.FromMinutes(20)), (grant.IpAddress, grant.UserAgent, grant.ExpiresAt));
        Assert.True(grant.IsPending);
    }

    [Fact]
    public async Task A_device_may_ask_for_no_scope_at_all() => Assert.True((await ADevice.AskAsync(Host, _app.Client, scope: "")).Succeeded);

    [Fact]
    public async Task A_client_that_is_not_registered_for_the_grant_is_not_authorized()
    {
        var client = Registration.Register();
        await Host.ArrangeAsync(client);

        var answer = await ADevice.AskAsync(Host, client);

        Assert.Equal(("unauthorized_client", 401), (answer.Error?.Code, answer.Error?.Status));
        Assert.Equal(0, await Host.ReadAsync(database => database.DeviceCodeGrants.CountAsync()));
    }

    [Fact]
    public async Task D24_A_user_code_that_is_taken_is_drawn_again()
    {
        _secrets.Next("BCDFGH", "BCDFGH", "BCDFGH", "JKMNPQ");

        Assert.Equal(["BCDFGH", "JKMNPQ"], [(await AskAsync()).UserCode, (await AskAsync()).UserCode]);
        Assert.Equal(2, await Host.ReadAsync(database => database.DeviceCodeGrants.CountAsync()));
    }

    [Fact]
    public async Task D26_After_ten_requests_an_address_waits_and_nothing_more_is_stored()
    {
        for (var count = 0; count < 10; count++)
        {
            await AskAsync();
        }

        var refused = await ADevice.AskAsync(Host, _app.Client);

        Assert.Equal((429, TimeSpan.FromSeconds(6)), (refused.Error?.Status, refused.Error?.RetryAfter));
        Assert.True((await ADevice.AskAsync(Host, _app.Client, requester: A.Requester("192.0.2.2"))).Succeeded);
        Assert.Equal(11, await Host.ReadAsync(database => database.DeviceCodeGrants.CountAsync()));
    }

    protected override void Change(IServiceCollection services) => services.AddSingleton<SecretGenerator>(_secrets);

    private async Task<DeviceAuthorizationResponse> AskAsync() =>
        await ADevice.AskAsync(Host, _app.Client) is { Succeeded: true } asked ? asked.Value : throw new InvalidOperationException("Refused.");

    /// <summary>Draws the codes that the test wants first.</summary>
    private sealed class ScriptedCodes : SecretGenerator
    {
        private readonly Queue<string> _codes = new();

        public void Next(params string[] codes) => Array.ForEach(codes, _codes.Enqueue);

        public override string Pick(string alphabet, int length) => _codes.TryDequeue(out var code) ? code : base.Pick(alphabet, length);
    }

    public sealed class OnSqlite() : DeviceAuthorizationTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : DeviceAuthorizationTests(DatabaseProvider.PostgreSql);
}
