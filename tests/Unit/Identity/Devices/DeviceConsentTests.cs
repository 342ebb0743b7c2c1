using Microsoft.EntityFrameworkCore;
using Portal.Identity.Devices;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Devices;

/// <summary>Section 8.3 of the oauth contract, without its page.</summary>
public abstract class DeviceConsentTests(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task Allowing_notes_the_browser_session_the_time_and_the_language()
    {
        var device = await ADevice.RequestAsync(Host, _app);
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await device.AllowAsync());

        var grant = await FindAsync(device);
        Assert.Equal((_app.Browser.Id, Clock.GetUtcNow(), "en", false), (grant.BrowserSessionId, grant.FulfilledAt, grant.Locale, grant.IsPending));
        Assert.Null(grant.RejectedAt);
    }

    [Fact]
    public async Task Whoever_answers_twice_changes_nothing()
    {
        var (allowed, rejected) = (await ADevice.RequestAsync(Host, _app), await ADevice.RequestAsync(Host, _app));
        Assert.Equal((true, true), (await allowed.AllowAsync(), await rejected.RejectAsync()));

        Assert.Equal((false, false, false), (await allowed.RejectAsync(), await rejected.AllowAsync(), await allowed.AllowAsync()));
        Assert.Null((await FindAsync(allowed)).RejectedAt);
        Assert.Null((await FindAsync(rejected)).FulfilledAt);
    }

    [Fact]
    public async Task What_has_expired_can_be_neither_allowed_nor_rejected()
    {
        var device = await ADevice.RequestAsync(Host, _app);
        Clock.Advance(DeviceCodeGrant.Lifetime);

        Assert.Equal((false, false), (await device.AllowAsync(), await device.RejectAsync()));
    }

    [Fact]
    public async Task A_session_that_has_ended_allows_nothing()
    {
        var device = await ADevice.RequestAsync(Host, _app);
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_app.Browser.Id, CancellationToken.None));

        Assert.False(await device.AllowAsync());
    }

    [Fact]
    public async Task Of_ten_answers_at_the_same_moment_one_counts()
    {
        var device = await ADevice.RequestAsync(Host, _app);

        var counted = await AtOnceAsync(10, (process, number) => number % 2 == 0 ? device.AllowAsync(process) : device.RejectAsync(process));

        Assert.Single(counted, wins => wins);
        var grant = await FindAsync(device);
        Assert.True(grant.FulfilledAt is null ^ grant.RejectedAt is null);
    }

    private Task<DeviceCodeGrant> FindAsync(ADevice device) =>
        Host.ReadAsync(database => database.DeviceCodeGrants.AsNoTracking().SingleAsync(grant => grant.Id == device.GrantId));

    public sealed class OnSqlite() : DeviceConsentTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : DeviceConsentTests(DatabaseProvider.PostgreSql);
}
