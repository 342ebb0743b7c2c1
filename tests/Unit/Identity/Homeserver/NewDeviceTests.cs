using Microsoft.EntityFrameworkCore;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Homeserver;

/// <summary>No token without the device at the homeserver, and no device without a session for long (oauth contract, section 5.4).</summary>
public abstract class NewDeviceTests(DatabaseProvider engine) : HomeserverTest(engine)
{
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
        Homeserver.Add("alice");
    }

    [Fact]
    public async Task The_homeserver_has_the_device_before_the_session_is_stored()
    {
        var sessions = -1;
        Homeserver.After = async _ => sessions = await Host.ReadAsync(database => database.OAuthSessions.CountAsync());

        await _app.SignInAsync();

        Assert.Equal(0, sessions);
        Assert.Equal("Example on Example (en)", Homeserver["alice"]!.Devices[A.DeviceId]);
        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task No_transaction_waits_for_the_homeserver()
    {
        Homeserver.Before = (_, _) => Host.ArrangeAsync(A.User("somebody")); // on SQLite this could never end

        await _app.SignInAsync();

        Assert.True(await Host.ReadAsync(database => database.Users.AnyAsync(user => user.UserName == "somebody")));
    }

    [Fact]
    public async Task Who_the_homeserver_does_not_know_yet_is_made_on_the_way()
    {
        var app = await AnApp.ArrangeAsync(Host, username: "bob");

        await app.SignInAsync();

        Assert.Equal([A.DeviceId], Homeserver["bob"]!.Devices.Keys);
    }

    [Theory]
    [InlineData(MatrixScopes.OpenId)]
    [InlineData(MatrixScopes.StableApi)]
    public async Task Without_a_device_in_the_scope_the_homeserver_is_not_asked(string scope)
    {
        await _app.SignInAsync(scope);

        Assert.Empty(Homeserver.Calls);
    }

    [Fact]
    public async Task Without_a_homeserver_it_makes_no_difference()
    {
        Assert.False(new RecordingHomeserver { Exists = false }.Exists);
        await using var standAlone = new IdentityHost(Host.Database, clock: Clock);
        await standAlone.Keys.LoadAsync(CancellationToken.None);

        Assert.True((await _app.ExchangeAsync(await _app.ConsentAsync(), on: standAlone)).Succeeded);
        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task While_the_homeserver_is_away_the_token_request_fails_and_the_code_stays_good()
    {
        Homeserver.BeAway();
        var code = await _app.ConsentAsync();

        var refused = await _app.ExchangeAsync(code);
        Assert.Equal(("server_error", 500), (refused.Error!.Code, refused.Error.Status));
        Assert.False(await Host.ReadAsync(database => database.OAuthSessions.AnyAsync()));
        Homeserver.BeBack();

        Assert.True((await _app.ExchangeAsync(code)).Succeeded);
    }

    [Fact]
    public async Task The_same_goes_for_a_device_that_polls()
    {
        var device = await ADevice.RequestAsync(Host, _app);
        Assert.True(await device.AllowAsync());
        Homeserver.BeAway();
        Assert.Equal(("server_error", 500), await device.PollErrorAsync());
        Homeserver.BeBack();

        Assert.True((await device.PollAsync()).Succeeded);
        Assert.Equal([A.DeviceId], Homeserver["alice"]!.Devices.Keys);
        Assert.Equal("Example on Example (en)", Homeserver["alice"]!.Devices[A.DeviceId]);
    }

    [Fact]
    public async Task A_device_that_nobody_has_allowed_yet_is_not_made()
    {
        var device = await ADevice.RequestAsync(Host, _app);

        await device.PollErrorAsync();

        Assert.Empty(Homeserver.Calls);
    }

    [Theory]
    [InlineData("a code of nobody")]
    [InlineData(null)]
    public async Task A_request_that_is_refused_anyway_makes_no_device(string? code)
    {
        code ??= await _app.ConsentAsync(challenge: HttpApp.Challenge);

        Assert.False((await _app.ExchangeAsync(code)).Succeeded);

        Assert.Empty(Homeserver.Calls);
        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task A_device_that_was_made_for_a_code_that_was_refused_after_all_goes_again()
    {
        // Between the two looks at the code its person signs out.
        Homeserver.After = call => call.Method == nameof(IHomeserver.UpsertDeviceAsync)
            ? Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_app.Browser.Id, CancellationToken.None))
            : Task.CompletedTask;

        var refused = await _app.ExchangeAsync(await _app.ConsentAsync());

        Assert.Equal("invalid_grant", refused.Error!.Code);
        Assert.Equal([A.DeviceId], Homeserver["alice"]!.Devices.Keys);
        await CleanUpAsync();
        Assert.Empty(Homeserver["alice"]!.Devices);
    }

    [Fact]
    public async Task A_device_whose_answer_got_lost_goes_again()
    {
        Homeserver.After = call => call.Method == nameof(IHomeserver.UpsertDeviceAsync) ? throw new HomeserverException("The connection broke.") : Task.CompletedTask;

        Assert.False((await _app.ExchangeAsync(await _app.ConsentAsync())).Succeeded);

        Assert.Equal([A.DeviceId], Homeserver["alice"]!.Devices.Keys);
        await CleanUpAsync();
        Assert.Empty(Homeserver["alice"]!.Devices);
    }

    [Fact]
    public async Task A_device_of_a_process_that_died_before_it_stored_the_session_goes_again()
    {
        Homeserver.After = call => call.Method == nameof(IHomeserver.UpsertDeviceAsync) ? throw new InvalidOperationException("kill -9") : Task.CompletedTask;

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _app.ExchangeAsync(await _app.ConsentAsync()));

        await CleanUpAsync();
        Assert.Empty(Homeserver["alice"]!.Devices);
    }

    [Fact]
    public async Task Who_was_locked_while_the_code_was_on_its_way_gets_no_device()
    {
        var code = await _app.ConsentAsync();
        await ChangeUserAsync(_app.User.Id, user => user.Lock(Clock.GetUtcNow()));

        Assert.Equal("invalid_grant", (await _app.ExchangeAsync(code)).Error!.Code);

        Assert.Empty(Homeserver.Calls);
    }

    [Fact]
    public async Task One_code_that_is_exchanged_many_times_at_once_is_one_session_with_its_device()
    {
        var code = await _app.ConsentAsync();

        var results = await AtOnceAsync(8, (process, _) => _app.ExchangeAsync(code, on: process));

        Assert.Single(results, result => result.Succeeded);
        await CleanUpAsync();
        Assert.Equal(await DevicesByRightAsync(_app.User.Id), Homeserver["alice"]!.Devices.Keys);
        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task A_sync_beside_a_sign_in_never_takes_the_new_device_away()
    {
        for (var round = 0; round < 5; round++)
        {
            var codes = new List<string>();
            for (var number = 0; number < 3; number++)
            {
                codes.Add(await _app.ConsentAsync($"{MatrixScopes.StableApi} {MatrixScopes.StableDevicePrefix}ROUND{round}APP{number}"));
            }

            await QueueAsync(jobs => jobs.SyncDevices(_app.User.Id));
            await AtOnceAsync(6, async (process, number) =>
            {
                if (number % 2 == 0)
                {
                    await process.DeliverAsync();
                    return true;
                }

                return AnApp.Granted(await _app.ExchangeAsync(codes[number / 2], on: process)) is not null;
            });

            Assert.Equal(await DevicesByRightAsync(_app.User.Id), Homeserver["alice"]!.Devices.Keys.Order());
        }
    }

    [Fact]
    public void A_name_is_cut_to_what_the_homeserver_takes_and_never_through_a_character()
    {
        Assert.Equal("short", DeviceDisplayName.Cut("short"));
        Assert.Equal(new string('x', 100), DeviceDisplayName.Cut(new string('x', 100)));
        Assert.Equal(new string('x', 99) + "…", DeviceDisplayName.Cut(new string('x', 101)));
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 99)) + "…", DeviceDisplayName.Cut(string.Concat(Enumerable.Repeat("😀", 101))));
    }

    private async Task CleanUpAsync()
    {
        Homeserver.After = _ => Task.CompletedTask;
        Clock.Advance(NewDevices.CleanUpAfter);
        await Host.DeliverAsync();
    }

    public sealed class OnSqlite() : NewDeviceTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : NewDeviceTests(DatabaseProvider.PostgreSql);
}
