using Portal.Identity.Devices;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Devices;

/// <summary>Section 8.2 of the oauth contract; trying many codes is in <see cref="Attacks.UserCodeAttacks"/>.</summary>
public abstract class UserCodeLookupTests(DatabaseProvider engine) : StorageTest(engine)
{
    private ADevice _device = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _device = await ADevice.RequestAsync(Host, await AnApp.ArrangeAsync(Host));
    }

    [Fact]
    public async Task A_code_is_found_however_it_is_typed() =>
        Assert.Equal(new UserCodeOutcome.Found(_device.GrantId), await ADevice.EnterAsync(Host, $" {_device.UserCode[..2].ToLowerInvariant()}-{_device.UserCode[2..]}"));

    [Theory]
    [InlineData("")]
    [InlineData("BBBBBB")]
    [InlineData("\0\0\0\0\0\0")]
    [InlineData("\ud83d\ude00")]
    [InlineData("' OR 1=1 --")]
    public async Task A_code_that_nobody_shows_is_unknown(string code) => Assert.Equal(new UserCodeOutcome.Unknown(), await ADevice.EnterAsync(Host, code));

    [Theory]
    [InlineData(1199, true)]
    [InlineData(1200, false)]
    public async Task A_code_is_found_for_twenty_minutes(int seconds, bool found)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(found, await ADevice.EnterAsync(Host, _device.UserCode) is UserCodeOutcome.Found);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_code_that_was_answered_is_unknown(bool allowed)
    {
        Assert.True(allowed ? await _device.AllowAsync() : await _device.RejectAsync());

        Assert.Equal(new UserCodeOutcome.Unknown(), await ADevice.EnterAsync(Host, _device.UserCode));
    }

    [Fact]
    public async Task Right_codes_use_nothing_up()
    {
        for (var count = 0; count < 20; count++)
        {
            Assert.IsType<UserCodeOutcome.Found>(await ADevice.EnterAsync(Host, _device.UserCode));
        }
    }

    public sealed class OnSqlite() : UserCodeLookupTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : UserCodeLookupTests(DatabaseProvider.PostgreSql);
}
