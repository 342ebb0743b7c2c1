using Portal.Identity.Devices;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Finding a device that waits by trying codes.</summary>
public abstract class UserCodeAttacks(DatabaseProvider engine) : StorageTest(engine)
{
    private const string Wrong = "BBBBBB";
    private ADevice _device = null!;

    protected override Dictionary<string, string?> Settings => new() { ["Portal:RateLimiting:DeviceCodeOverall:Burst"] = "25" };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _device = await ADevice.RequestAsync(Host, await AnApp.ArrangeAsync(Host));
    }

    [Fact]
    public async Task A72_After_ten_wrong_codes_an_address_finds_nothing_not_even_with_the_right_one()
    {
        for (var count = 0; count < 10; count++)
        {
            Assert.IsType<UserCodeOutcome.Unknown>(await ADevice.EnterAsync(Host, Wrong));
        }

        Assert.Equal(new UserCodeOutcome.RateLimited(TimeSpan.FromSeconds(6)), await ADevice.EnterAsync(Host, _device.UserCode));
        Assert.IsType<UserCodeOutcome.Found>(await ADevice.EnterAsync(Host, _device.UserCode, A.Requester("192.0.2.2")));
        Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.IsType<UserCodeOutcome.Found>(await ADevice.EnterAsync(Host, _device.UserCode));
    }

    [Fact]
    public async Task A72_Fifty_codes_tried_at_the_same_moment_are_not_all_looked_up()
    {
        var outcomes = await AtOnceAsync(50, (process, _) => ADevice.EnterAsync(process, Wrong));

        Assert.Equal(10, outcomes.Count(outcome => outcome is UserCodeOutcome.Unknown));
        Assert.Equal(40, outcomes.Count(outcome => outcome is UserCodeOutcome.RateLimited));
    }

    [Fact]
    public async Task A72_Many_addresses_together_have_an_allowance_too()
    {
        for (var count = 0; count < 25; count++)
        {
            Assert.IsType<UserCodeOutcome.Unknown>(await ADevice.EnterAsync(Host, Wrong, A.Requester($"198.51.100.{count}")));
        }

        Assert.IsType<UserCodeOutcome.RateLimited>(await ADevice.EnterAsync(Host, Wrong, A.Requester("198.51.100.200")));
    }

    [Fact]
    public async Task A72_A_network_is_one_address()
    {
        for (var count = 0; count < 10; count++)
        {
            await ADevice.EnterAsync(Host, Wrong, A.Requester($"2001:db8::{count}"));
        }

        Assert.IsType<UserCodeOutcome.RateLimited>(await ADevice.EnterAsync(Host, Wrong, A.Requester("2001:db8::ffff")));
    }

    public sealed class OnSqlite() : UserCodeAttacks(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : UserCodeAttacks(DatabaseProvider.PostgreSql);
}
