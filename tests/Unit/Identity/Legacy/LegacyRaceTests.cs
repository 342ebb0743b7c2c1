using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Homeserver;
using Portal.Identity.Legacy;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Identity.Tokens;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Legacy;

/// <summary>The same thing many times at the same moment, in two processes where there can be two (compat contract, sections 11 and 14; A15, A17).</summary>
public abstract class LegacyRaceTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string LoginToken = "abcdefghijklmnopqrstuvwxyz012345";
    private readonly RefusingHomeserver _homeserver = new();
    private readonly PortalUser _user = A.User(passwordHash: A.PasswordHash);

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:Matrix:ServerName"] = "example.org",
        ["Portal:RateLimiting:Login:PerIp:Burst"] = "1000",
        ["Portal:Sessions:Limit:SoftLimit"] = "3",
        ["Portal:Sessions:Limit:HardLimit"] = "3",
    };

    protected override void Change(IServiceCollection services) => _homeserver.AddTo(services);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Host.ArrangeAsync(_user);
    }

    [Fact]
    public async Task A15_A_login_token_that_is_exchanged_fifty_times_at_once_works_once()
    {
        var browser = A.BrowserSession(_user);
        await Host.ArrangeAsync(browser, ALegacyApp.Fulfilled(browser, LoginToken));

        var answers = await AtOnceAsync(50, (process, _) => ALegacyApp.RedeemAsync(process, LoginToken));

        var won = Assert.Single(answers, answer => answer.Succeeded);
        Assert.All(answers.Where(answer => answer != won), answer => Assert.Equal(MatrixError.InvalidLoginToken, answer.Error));
        Assert.Equal((1, 1), (await ActiveAsync(), _homeserver.Devices.Count));
        Assert.True(await IsActiveAsync(won.Value!.AccessToken));
    }

    [Fact]
    public async Task A17_A_refresh_token_that_comes_fifty_times_at_once_buys_one_pair_that_goes_on_working()
    {
        var login = ALegacyApp.Granted(await ALegacyApp.SignInAsync(Host, device: ALegacyApp.Device(canRefresh: true)));

        var answers = await AtOnceAsync(50, (process, _) => ALegacyApp.RefreshAsync(process, login.RefreshToken!));

        var won = Assert.Single(answers, answer => answer.Succeeded);
        Assert.All(answers.Where(answer => answer != won), answer => Assert.Equal(MatrixError.InvalidRefreshToken, answer.Error));
        Assert.True(await IsActiveAsync(won.Value!.AccessToken));
        Assert.True((await ALegacyApp.RefreshAsync(Host, won.Value.RefreshToken)).Succeeded);
    }

    [Fact]
    public async Task Of_two_tokens_that_an_imported_session_has_one_buys_the_next()
    {
        var session = ALegacyApp.Session(_user);
        var access = LegacyAccessToken.Issue(session.Id, "syt_a", ManualClock.Start, lifetime: null);
        await Host.ArrangeAsync(session, access, LegacyRefreshToken.Issue(access, "syr_a", ManualClock.Start), LegacyRefreshToken.Issue(access, "syr_b", ManualClock.Start));

        var answers = await AtOnceAsync(20, (process, number) => ALegacyApp.RefreshAsync(process, number % 2 == 0 ? "syr_a" : "syr_b"));

        Assert.Single(answers, answer => answer.Succeeded);
        Assert.Equal(1, await Host.ReadAsync(database => database.LegacyRefreshTokens.CountAsync(token => token.ConsumedAt == null)));
    }

    [Fact]
    public async Task Line_21_Twenty_logins_with_one_device_leave_one_session_whose_token_works()
    {
        var answers = await AtOnceAsync(20, (process, number) => ALegacyApp.SignInAsync(process, device: ALegacyApp.Device("PHONE")));

        Assert.All(answers, answer => Assert.True(answer.Succeeded));
        Assert.Equal(1, await ActiveAsync());
        var working = 0;
        foreach (var answer in answers)
        {
            working += await IsActiveAsync(answer.Value!.AccessToken) ? 1 : 0;
        }

        Assert.Equal(1, working);
    }

    [Fact]
    public async Task Twenty_logins_with_devices_of_their_own_stop_at_the_limit()
    {
        var answers = await AtOnceAsync(20, (process, number) => ALegacyApp.SignInAsync(process));

        Assert.Equal((3, 3), (answers.Count(answer => answer.Succeeded), await ActiveAsync()));
        Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.Equal(MatrixError.TooManyDevices, answer.Error));
    }

    [Fact]
    public async Task A_sign_out_everywhere_misses_no_login_that_began_before_it()
    {
        var ended = await AtOnceAsync(8, async (process, number) =>
        {
            if (number % 2 == 0)
            {
                return (await ALegacyApp.SignInAsync(process, device: ALegacyApp.Device("PHONE"))).Succeeded;
            }

            await process.ChangeAsync(async database => (await database.Users.SingleAsync()).Deactivate(ManualClock.Start));
            await process.RunAsync<AccountSessions>(sessions => sessions.EndAllAsync(_user.Id, CancellationToken.None));
            return true;
        });

        Assert.Equal(8, ended.Count);
        Assert.Equal(0, await ActiveAsync());
    }

    [Fact]
    public async Task One_decision_counts_of_fifty()
    {
        var browser = A.BrowserSession(_user);
        var login = SsoLogin.Request(ALegacyApp.RedirectUri, ManualClock.Start);
        await Host.ArrangeAsync(browser, login);

        var answers = await AtOnceAsync(50, (process, _) => process.RunAsync<SsoLogins, string?>(logins => logins.AllowAsync(login.Id, A.Person(_user, browser), A.Requester(), CancellationToken.None)));

        Assert.Single(answers.OfType<string>());
    }

    [Fact]
    public async Task A_device_is_not_taken_back_by_somebody_who_comes_later()
    {
        _homeserver.Refusal = RefusingHomeserver.Down;
        Assert.Equal(MatrixError.Internal, (await ALegacyApp.SignInAsync(Host, device: ALegacyApp.Device("PHONE"))).Error);
        _homeserver.Refusal = null;

        Assert.True((await ALegacyApp.SignInAsync(Host, device: ALegacyApp.Device("PHONE"))).Succeeded);

        // Each end of a session is followed by one look at what devices there are then.
        Assert.Equal((1, 1), (await ActiveAsync(), await Host.ReadAsync(database => database.Outbox.CountAsync(message => message.Kind == HomeserverJobs.SyncDevicesKind))));
    }

    private Task<int> ActiveAsync() => Host.ReadAsync(database => database.LegacySessions.CountAsync(session => session.FinishedAt == null));

    private async Task<bool> IsActiveAsync(string token) =>
        await Host.RunAsync<TokenIntrospection, TokenRecord?>(introspection => introspection.FindLiveAsync(token, null, CancellationToken.None).AsTask()) is not null;

    public sealed class OnSqlite() : LegacyRaceTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : LegacyRaceTests(DatabaseProvider.PostgreSql);
}
