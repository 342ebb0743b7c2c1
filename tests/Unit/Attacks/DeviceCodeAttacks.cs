using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attacks on device codes that need no page; those on the person are in <see cref="DevicePhishingAttacks"/>.</summary>
public abstract class DeviceCodeAttacks(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task A15_A_device_code_redeemed_fifty_times_at_once_works_once()
    {
        var device = await ADevice.RequestAsync(Host, _app);
        Assert.True(await device.AllowAsync());

        var results = await AtOnceAsync(50, (process, _) => device.PollAsync(process));

        Assert.Single(results, result => result.Succeeded);
        Assert.Equal(49, results.Count(result => result.Error?.Code == "invalid_grant"));
        Assert.Equal((1, 1), await Host.ReadAsync(async database => (await database.OAuthSessions.CountAsync(), await database.AccessTokens.CountAsync())));
    }

    [Fact]
    public async Task A22_A_person_cannot_give_a_device_more_than_they_may_give_an_app()
    {
        var device = await ADevice.RequestAsync(Host, _app, "urn:synapse:admin:*");
        Assert.False(await device.AllowAsync());
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error?.Code);

        await Host.ChangeAsync(async database => (await database.Users.SingleAsync()).AllowAdmin(true));

        Assert.True(await device.AllowAsync());
    }

    [Theory]
    [InlineData("phone")]
    [InlineData("urn:matrix:client:device:ABCDEFGHIJ")]
    [InlineData("urn:matrix:client:api:* urn:matrix:client:device:short")]
    public async Task A22_A_scope_that_is_not_granted_anywhere_is_not_granted_to_a_device(string scope) =>
        Assert.False(await (await ADevice.RequestAsync(Host, _app, scope)).AllowAsync());

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task A25_A_person_who_was_locked_out_or_deleted_gives_no_device_anything(bool locked, bool afterConsent)
    {
        var device = await ADevice.RequestAsync(Host, _app);
        Assert.True(!afterConsent || await device.AllowAsync());
        await Host.ChangeAsync(async database =>
        {
            var user = await database.Users.SingleAsync();
            if (locked)
            {
                user.Lock(Clock.GetUtcNow());
            }
            else
            {
                user.Deactivate(Clock.GetUtcNow());
            }
        });

        Assert.True(afterConsent || !await device.AllowAsync());
        Assert.Equal(afterConsent ? "invalid_grant" : "authorization_pending", (await device.PollAsync()).Error?.Code);
        Assert.Equal(0, await Host.ReadAsync(database => database.OAuthSessions.CountAsync()));
    }

    public sealed class OnSqlite() : DeviceCodeAttacks(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : DeviceCodeAttacks(DatabaseProvider.PostgreSql);
}

/// <summary>A22: who is banned by address or program cannot let a device in either.</summary>
public abstract class BannedDeviceConsentAttacks(DatabaseProvider engine) : StorageTest(engine)
{
    protected override Dictionary<string, string?> Settings => new() { ["Portal:Policy:Data:Requester:BannedIps:0"] = "198.51.100.0/24" };

    [Fact]
    public async Task A22_A_banned_address_allows_nothing()
    {
        var device = await ADevice.RequestAsync(Host, await AnApp.ArrangeAsync(Host));

        Assert.False(await device.AllowAsync(requester: A.Requester("198.51.100.7")));
        Assert.True(await device.AllowAsync());
    }

    public sealed class OnSqlite() : BannedDeviceConsentAttacks(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : BannedDeviceConsentAttacks(DatabaseProvider.PostgreSql);
}
