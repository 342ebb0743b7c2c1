using Portal.Identity.Devices;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Finding a device that waits by trying codes.</summary>
public abstract class UserCodeAttacks(DatabaseProvider engine) : StorageTest(engine)
{
    private const string Wrong = "BBBBBB";
    private AnApp _app = null!;
    private ADevice _device = null!;

    private SignedInPerson Person => A.Person(_app.User, _app.Browser);

    protected override Dictionary<string, string?> Settings => new() { ["Portal:RateLimiting:DeviceCodeOverall:Burst"] = "25" };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
        _device = await ADevice.RequestAsync(Host, _app);
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
        await UseUpOverallAsync();

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

    [Fact]
    public async Task A72_What_cannot_be_a_code_uses_up_nothing_of_everybodys()
    {
        for (var count = 0; count < 30; count++)
        {
            Assert.IsType<UserCodeOutcome.Unknown>(await ADevice.EnterAsync(Host, "AEIOU1", A.Requester($"198.51.100.{count}")));
        }

        Assert.IsType<UserCodeOutcome.Found>(await ADevice.EnterAsync(Host, _device.UserCode, A.Requester("198.51.100.200")));
    }

    [Fact]
    public async Task A72_What_cannot_be_a_code_uses_up_what_its_address_has()
    {
        for (var count = 0; count < 10; count++)
        {
            await ADevice.EnterAsync(Host, "AEIOU1");
        }

        Assert.IsType<UserCodeOutcome.RateLimited>(await ADevice.EnterAsync(Host, "AEIOU1"));
    }

    [Fact]
    public async Task A72_Strangers_who_try_codes_keep_nobody_who_is_signed_in_from_linking()
    {
        await UseUpOverallAsync();

        Assert.True(Assert.IsType<UserCodeOutcome.RateLimited>(await ADevice.EnterAsync(Host, _device.UserCode, A.Requester("198.51.100.200"))).HelpsToSignIn);
        Assert.IsType<UserCodeOutcome.Found>(await ADevice.EnterAsync(Host, _device.UserCode, A.Requester("198.51.100.200"), Person));
    }

    [Fact]
    public async Task A72_An_account_has_an_allowance_too_from_however_many_addresses()
    {
        await UseUpOverallAsync();
        for (var count = 0; count < 10; count++)
        {
            Assert.IsType<UserCodeOutcome.Unknown>(await ADevice.EnterAsync(Host, Wrong, A.Requester($"203.0.113.{count}"), Person));
        }

        Assert.Equal(new UserCodeOutcome.RateLimited(TimeSpan.FromSeconds(6)), await ADevice.EnterAsync(Host, _device.UserCode, A.Requester("203.0.113.200"), Person));
    }

    [Fact]
    public async Task A72_Codes_of_one_account_tried_at_the_same_moment_are_not_all_looked_up()
    {
        await UseUpOverallAsync();

        var outcomes = await AtOnceAsync(20, (process, number) => ADevice.EnterAsync(process, Wrong, A.Requester($"203.0.113.{number}"), Person));

        Assert.Equal(10, outcomes.Count(outcome => outcome is UserCodeOutcome.Unknown));
    }

    [Fact]
    public async Task Signing_in_is_suggested_only_where_it_helps()
    {
        for (var count = 0; count < 10; count++)
        {
            await ADevice.EnterAsync(Host, Wrong);
        }

        Assert.False(Assert.IsType<UserCodeOutcome.RateLimited>(await ADevice.EnterAsync(Host, Wrong)).HelpsToSignIn); // the address has used up its own
    }

    private async Task UseUpOverallAsync()
    {
        for (var count = 0; count < 25; count++)
        {
            Assert.IsType<UserCodeOutcome.Unknown>(await ADevice.EnterAsync(Host, Wrong, A.Requester($"198.51.100.{count}")));
        }
    }

    public sealed class OnSqlite() : UserCodeAttacks(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : UserCodeAttacks(DatabaseProvider.PostgreSql);
}
