using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Homeserver;
using Portal.Identity.Legacy;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Legacy;

/// <summary>How many devices an app may sign in to without a page, and what goes when there are more (compat contract, section 13; policy contract, section 5.3).</summary>
public abstract class LegacyLimitTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly RefusingHomeserver _homeserver = new();
    private AnApp _app = null!;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:RateLimiting:Login:PerIp:Burst"] = "1000",
        ["Portal:Sessions:Limit:SoftLimit"] = "2",
        ["Portal:Sessions:Limit:HardLimit"] = "3",
        ["Portal:Sessions:Limit:MaxSessionThreshold"] = "6",
        ["Portal:Sessions:Limit:DangerousHardLimitEviction"] = "true",
    };

    protected override void Change(IServiceCollection services) => _homeserver.AddTo(services);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
        await Host.ChangeAsync(async database => (await database.Users.SingleAsync()).PasswordHash = A.PasswordHash);
    }

    [Fact]
    public async Task Apps_of_both_kinds_count()
    {
        await Host.ArrangeAsync(A.OAuthSession(_app.Client, _app.User), Session("A"));

        Assert.Equal(
            (new DeviceUse(2, 2), new DeviceUse(2, 3)),
            (await Host.RunAsync<DeviceLimit, DeviceUse?>(limit => limit.FindAsync(_app.User.Id, CancellationToken.None)), await Host.RunAsync<DeviceLimit, DeviceUse?>(limit => limit.FindHardAsync(_app.User.Id, CancellationToken.None))));
    }

    [Fact]
    public async Task What_was_used_least_lately_goes_and_no_more_than_must()
    {
        await Host.ArrangeAsync(Session("OLD", daysAgo: 5), Session("OLDER", daysAgo: 9), Session("NEW", daysAgo: 1));

        Assert.True((await SignInAsync("MINE")).Succeeded);

        Assert.Equal(["MINE", "NEW", "OLD"], await DevicesAsync());
        Assert.Equal(1, await Host.ReadAsync(database => database.Outbox.CountAsync(message => message.Kind == HomeserverJobs.SyncDevicesKind)));
    }

    [Fact]
    public async Task What_is_forgotten_goes_before_what_never_noted_a_use()
    {
        await Host.ArrangeAsync(Session("FORGOTTEN", daysAgo: 100), Session("NEVER", daysAgo: null), Session("NEW", daysAgo: 1));

        Assert.True((await SignInAsync("MINE")).Succeeded);

        Assert.Equal(["MINE", "NEVER", "NEW"], await DevicesAsync());
    }

    [Fact]
    public async Task Where_what_is_forgotten_is_not_enough_what_never_noted_a_use_goes_first()
    {
        await Host.ArrangeAsync(Session("FORGOTTEN", daysAgo: 100), Session("NEVER", daysAgo: null), Session("OLD", daysAgo: 9), Session("NEW", daysAgo: 1));

        Assert.True((await SignInAsync("MINE")).Succeeded);

        Assert.Equal(["MINE", "NEW", "OLD"], await DevicesAsync());
    }

    [Fact]
    public async Task Where_too_few_can_go_none_goes()
    {
        await Host.ArrangeAsync([Session("MINE"), .. Enumerable.Range(0, 4).Select(_ => A.OAuthSession(_app.Client, _app.User))]);

        Assert.Equal(MatrixError.TooManyDevices, (await SignInAsync("OTHER")).Error);

        Assert.Equal(["MINE"], await DevicesAsync());
    }

    [Fact]
    public async Task Whoever_replaces_a_session_is_not_limited()
    {
        await Host.ArrangeAsync(Session("A"), Session("B"), Session("C"), Session("D"));

        Assert.True((await SignInAsync("B")).Succeeded);

        Assert.Equal(["A", "B", "C", "D"], await DevicesAsync());
    }

    [Fact]
    public async Task Above_the_threshold_nobody_is_limited()
    {
        await Host.ArrangeAsync(Enumerable.Range(0, 7).Select(number => Session($"D{number}")));

        Assert.True((await SignInAsync("MINE")).Succeeded);

        Assert.Equal(8, (await DevicesAsync()).Count);
    }

    [Fact]
    public async Task What_the_policy_refuses_changes_nothing_not_even_the_hash()
    {
        var old = new global::Portal.Identity.Accounts.Passwords.PasswordSchemes(new SecretGenerator(), hasArgon2: false).Hash(A.Password);
        await Host.ChangeAsync(async database => (await database.Users.SingleAsync()).PasswordHash = old);
        await Host.ArrangeAsync(Enumerable.Range(0, 4).Select(_ => A.OAuthSession(_app.Client, _app.User)));

        Assert.Equal(MatrixError.TooManyDevices, (await SignInAsync("OTHER")).Error);

        Assert.Equal((old, 4), (await Host.ReadAsync(database => database.Users.Select(user => user.PasswordHash).SingleAsync()), await Host.ReadAsync(database => database.OAuthSessions.CountAsync(session => session.FinishedAt == null))));
        Assert.Empty(_homeserver.Devices);
    }

    private LegacySession Session(string deviceId, int? daysAgo = 0)
    {
        var session = ALegacyApp.Session(_app.User, deviceId, now: ManualClock.Start.AddDays(-(daysAgo ?? 0)));
        if (daysAgo is null)
        {
            typeof(LegacySession).GetProperty(nameof(LegacySession.LastActiveAt))!.SetValue(session, null); // as an import leaves it
        }

        return session;
    }

    private Task<MatrixResult<LegacyLoginResponse>> SignInAsync(string deviceId) => ALegacyApp.SignInAsync(Host, device: ALegacyApp.Device(deviceId));

    private Task<List<string?>> DevicesAsync() => Host.ReadAsync(database => database.LegacySessions.Where(session => session.FinishedAt == null).OrderBy(session => session.DeviceId).Select(session => session.DeviceId).ToListAsync());

    public sealed class OnSqlite() : LegacyLimitTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : LegacyLimitTests(DatabaseProvider.PostgreSql);
}

/// <summary>What stops the start.</summary>
public sealed class LegacyLimitOptionsTests
{
    [Theory]
    [InlineData("""{ "HardLimit": 0 }""", "HardLimit is 0")]
    [InlineData("""{ "HardLimit": 3 }""", "HardLimit is 3; set SoftLimit")]
    [InlineData("""{ "SoftLimit": 4, "HardLimit": 3 }""", "HardLimit is 3; set SoftLimit")]
    [InlineData("""{ "DangerousHardLimitEviction": true }""", "DangerousHardLimitEviction is on")]
    [InlineData("""{ "SoftLimit": 1, "HardLimit": 1, "DangerousHardLimitEviction": true }""", "DangerousHardLimitEviction is on")]
    public void Limits_that_do_not_fit_stop_the_start_by_name(string limit, string error) => Assert.Contains(
        $"Portal:Sessions:Limit:{error}", Configured.StartErrors($$"""{ "Sessions": { "Limit": {{limit}} } }""", services => services.AddPolicy()), StringComparison.Ordinal);

    [Fact]
    public void Limits_that_fit_do_not() => Assert.Empty(
        Configured.StartErrors("""{ "Sessions": { "Limit": { "SoftLimit": 2, "HardLimit": 2, "DangerousHardLimitEviction": true } } }""", services => services.AddPolicy()));
}
