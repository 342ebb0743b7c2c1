using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.AppPasswords;
using Portal.Identity.Accounts.Disputes;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.FailedSignIns;
using Portal.Identity.Accounts.PersonalTokens;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Devices;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Retention;
using Portal.Identity.Sessions;
using Portal.Identity.Tokens;
using Portal.Tests.Unit.Identity.Accounts.Registration;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Retention;

/// <summary>What is forgotten and when (oauth contract, section 10; operations contract, section 9).</summary>
public abstract class DataRetentionTests(DatabaseProvider engine) : StorageTest(engine)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task Nothing_is_forgotten_before_its_time()
    {
        var first = await _app.SignInAsync();
        await _app.RefreshAsync(first.RefreshToken);
        await new ARegistration(Host).StoreAsync();

        await ApplyAfterAsync(TimeSpan.FromHours(1) - Moment);

        Assert.Equal((2, 2, 1), (await CountAsync<AccessToken>(), await CountAsync<RefreshToken>(), await CountAsync<UserRegistration>()));
    }

    [Fact]
    public async Task An_exchanged_refresh_token_is_kept_until_its_successor_was_used_too()
    {
        var first = await _app.SignInAsync();
        await _app.RefreshAsync(first.RefreshToken);
        await ApplyAfterAsync(TimeSpan.FromHours(2));
        Assert.Equal(2, await CountAsync<RefreshToken>());

        var second = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken)); // the answer was lost
        var third = AnApp.Granted(await _app.RefreshAsync(second.RefreshToken));
        await ApplyAfterAsync(TimeSpan.FromHours(2));

        Assert.Equal(2, await CountAsync<RefreshToken>()); // the second, whose answer may be lost, and the third
        Assert.True((await _app.RefreshAsync(third.RefreshToken)).Succeeded);
    }

    [Fact]
    public async Task A_revoked_access_token_is_forgotten_after_an_hour()
    {
        var first = await _app.SignInAsync();
        var second = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));

        await ApplyAfterAsync(TimeSpan.FromHours(1) + Moment);

        Assert.Equal(1, await CountAsync<AccessToken>());
        Assert.True((await _app.RefreshAsync(second.RefreshToken)).Succeeded);
    }

    [Fact]
    public async Task After_any_time_an_old_refresh_token_is_refused_if_the_new_pair_was_used()
    {
        var first = await _app.SignInAsync();
        var second = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));
        await _app.IntrospectAsync(second.AccessToken);

        await ApplyAfterAsync(TimeSpan.FromDays(90));

        Assert.Equal("invalid_grant", (await _app.RefreshAsync(first.RefreshToken)).Error?.Code);
        Assert.True((await _app.RefreshAsync(second.RefreshToken)).Succeeded);
    }

    [Fact]
    public async Task An_expired_access_token_without_a_refresh_token_is_forgotten_after_30_days()
    {
        var tokens = await _app.SignInAsync();
        await Host.ChangeAsync(database => database.RefreshTokens.ExecuteDeleteAsync());
        Assert.NotNull(tokens.AccessToken);

        await ApplyAfterAsync(TimeSpan.FromDays(30));
        Assert.Equal(1, await CountAsync<AccessToken>());
        await ApplyAfterAsync(TimeSpan.FromMinutes(6));

        Assert.Equal(0, await CountAsync<AccessToken>());
    }

    [Fact]
    public async Task An_ended_app_session_goes_after_30_days_with_its_tokens_and_a_browser_session_only_after_it()
    {
        var tokens = await _app.SignInAsync();
        await _app.RevokeAsync(tokens.RefreshToken);
        await FinishBrowserAsync();
        await ApplyAfterAsync(TimeSpan.FromDays(30));
        Assert.Equal((1, 1), (await CountAsync<OAuthSession>(), await CountAsync<BrowserSession>()));

        await ApplyAfterAsync(Moment);

        Assert.Equal((0, 0, 0), (await CountAsync<OAuthSession>(), await CountAsync<RefreshToken>(), await CountAsync<BrowserSession>()));
    }

    [Fact]
    public async Task A_browser_session_stays_while_an_app_session_came_of_it()
    {
        var tokens = await _app.SignInAsync();
        await FinishBrowserAsync();

        await ApplyAfterAsync(TimeSpan.FromDays(60));

        Assert.Equal((1, 1), (await CountAsync<OAuthSession>(), await CountAsync<BrowserSession>()));
        Assert.True((await _app.RefreshAsync(tokens.RefreshToken)).Succeeded);
    }

    [Fact]
    public async Task Addresses_of_sessions_that_are_not_used_are_forgotten_and_the_sessions_go_on()
    {
        var tokens = await _app.SignInAsync();

        await ApplyAfterAsync(TimeSpan.FromDays(30) + Moment);

        var app = await Host.ReadAsync(database => database.OAuthSessions.AsNoTracking().SingleAsync());
        var browser = await Host.ReadAsync(database => database.BrowserSessions.AsNoTracking().SingleAsync());
        Assert.Equal((null, null), (app.LastActiveIp, browser.LastActiveIp));
        Assert.Equal(((DateTimeOffset?)ManualClock.Start, (DateTimeOffset?)ManualClock.Start), (app.LastActiveAt, browser.LastActiveAt));
        Assert.True((await _app.RefreshAsync(tokens.RefreshToken)).Succeeded);
    }

    [Fact]
    public async Task Device_code_grants_go_after_a_week_and_what_came_of_them_stays()
    {
        var device = await ADevice.RequestAsync(Host, _app);
        await device.AllowAsync();
        await device.PollAsync();
        await ADevice.RequestAsync(Host, _app);

        await ApplyAfterAsync(TimeSpan.FromDays(7));
        Assert.Equal(2, await CountAsync<DeviceCodeGrant>());
        await ApplyAfterAsync(Moment);

        Assert.Equal((0, 1), (await CountAsync<DeviceCodeGrant>(), await CountAsync<OAuthSession>()));
    }

    [Fact]
    public async Task Grants_go_after_a_week_and_what_came_of_them_stays()
    {
        await _app.SignInAsync();
        await Host.ArrangeAsync(A.PendingGrant(_app.Client));

        await ApplyAfterAsync(TimeSpan.FromDays(7) + Moment);

        Assert.Equal(0, await Host.ReadAsync(database => database.AuthorizationGrants.CountAsync()));
        Assert.Equal(1, await CountAsync<OAuthSession>());
    }

    [Fact]
    public async Task A_registration_outlives_the_proof_of_its_address_and_goes_after_a_month()
    {
        var id = await new ARegistration(Host).StoreAsync(verified: true);

        await ApplyAfterAsync(TimeSpan.FromDays(7) + Moment);
        Assert.Equal((1, 0), (await CountAsync<UserRegistration>(), await CountAsync<EmailVerification>()));
        Assert.IsType<FinishOutcome.Expired>(await Host.RunAsync<RegistrationService, FinishOutcome>(service => service.FinishAsync(id, A.Requester(), null, CancellationToken.None)));
        await ApplyAfterAsync(TimeSpan.FromDays(23));

        Assert.Equal(0, await CountAsync<UserRegistration>());
    }

    [Fact]
    public async Task A_request_for_a_new_password_goes_after_a_week_with_its_tickets()
    {
        var session = RecoverySession.Start(EmailAddress.TryParse("alice@mail.example", out var email) ? email : null!, new RecoveryRequest("", null, "en", A.Requester()), ManualClock.Start);
        await Host.ArrangeAsync(session, RecoveryTicket.Prepare(session.Id, session.Id, _app.User.Id, id => id.ToString(), ManualClock.Start));

        await ApplyAfterAsync(TimeSpan.FromDays(7));
        Assert.Equal((1, 1), (await CountAsync<RecoverySession>(), await CountAsync<RecoveryTicket>()));
        await ApplyAfterAsync(Moment);

        Assert.Equal((0, 0), (await CountAsync<RecoverySession>(), await CountAsync<RecoveryTicket>()));
    }

    [Fact]
    public async Task Messages_go_a_month_after_they_were_delivered_or_given_up_and_never_while_they_wait()
    {
        var (delivered, failed, waiting) = (Message(), Message(), Message());
        delivered.Complete(ManualClock.Start);
        failed.Fail("No handler.", ManualClock.Start);
        await Host.ArrangeAsync(delivered, failed, waiting);

        await ApplyAfterAsync(TimeSpan.FromDays(30) + Moment);

        Assert.Equal(waiting.Id, await Host.ReadAsync(database => database.Outbox.Select(message => message.Id).SingleAsync()));
    }

    [Fact]
    public async Task Security_events_go_after_a_year()
    {
        await Host.ArrangeAsync(SecurityEvent.Record(_app.User.Id, SecurityEvent.RefreshTokenReplayed, null, null, ManualClock.Start));

        await ApplyAfterAsync(TimeSpan.FromDays(365));
        Assert.Equal(1, await CountAsync<SecurityEvent>());
        await ApplyAfterAsync(Moment);

        Assert.Equal(0, await CountAsync<SecurityEvent>());
    }

    [Fact]
    public async Task A_limit_is_remembered_for_as_long_as_the_slowest_one_takes_to_fill_up()
    {
        var rule = new BucketRule { Burst = 3, PerSecond = 1.0 / 3600 };
        await Host.RunAsync<RateLimiter, RateLimitDecision>(limiter => limiter.TryTakeAsync("test", rule, "somebody", CancellationToken.None));

        await ApplyAfterAsync(TimeSpan.FromDays(1)); // of downloads of all data
        Assert.Equal(1, await CountAsync<RateLimitBucket>());
        await ApplyAfterAsync(Moment);

        Assert.Equal(0, await CountAsync<RateLimitBucket>());
    }

    [Fact]
    public async Task More_than_a_batch_goes_in_one_run_by_two_processes_at_once()
    {
        await Host.ArrangeAsync(Enumerable.Range(0, DataRetention.BatchSize + 1).Select(_ => A.PendingGrant(_app.Client)));
        Clock.Advance(TimeSpan.FromDays(8));

        await AtOnceAsync(2, async (process, _) =>
        {
            await process.Services.GetRequiredService<DataRetention>().ApplyAsync(CancellationToken.None);
            return true;
        });

        Assert.Equal(0, await Host.ReadAsync(database => database.AuthorizationGrants.CountAsync()));
    }

    [Fact]
    public async Task A_client_on_its_own_behalf_leaves_nothing_behind()
    {
        var client = A.ConfidentialClient();
        await Host.ArrangeAsync(client);
        AnApp.Granted(await AnApp.TokenAsync(Host, client, ("grant_type", "client_credentials")));

        await ApplyAfterAsync(TimeSpan.FromDays(30));
        Assert.Equal(1, await CountAsync<OAuthSession>());
        await ApplyAfterAsync(TimeSpan.FromMinutes(6));

        Assert.Equal((0, 0), (await CountAsync<AccessToken>(), await CountAsync<OAuthSession>()));
    }

    [Fact]
    public async Task What_bots_and_older_apps_had_is_forgotten_thirty_days_after_its_end()
    {
        var (session, token) = AProgram.Stored(_app.User.Id, "mpt_ended");
        var (other, working) = AProgram.Stored(_app.User.Id, "mpt_working");
        var password = AppPassword.Make(_app.User.Id, "old app", AppPasswordText.Create(new SecretGenerator()), ManualClock.Start);
        session.TryFinish(ManualClock.Start);
        password.TryEnd(ManualClock.Start);
        await Host.ArrangeAsync(session, token, other, working, password);

        await ApplyAfterAsync(TimeSpan.FromDays(30));
        Assert.Equal((2, 2, 1), (await CountAsync<PersonalSession>(), await CountAsync<PersonalAccessToken>(), await CountAsync<AppPassword>()));
        await ApplyAfterAsync(Moment);

        Assert.Equal((1, 1, 0), (await CountAsync<PersonalSession>(), await CountAsync<PersonalAccessToken>(), await CountAsync<AppPassword>()));
    }

    private static OutboxMessage Message() => OutboxMessage.Create("test", "{}", ManualClock.Start);

    [Fact]
    public async Task The_last_known_browser_of_an_account_stays_known()
    {
        var (first, last) = (KnownBrowser.Meet(_app.User.Id, [1], Clock.GetUtcNow()), KnownBrowser.Meet(_app.User.Id, [2], Clock.GetUtcNow() + Moment));
        await Host.ArrangeAsync(first, last);

        await ApplyAfterAsync(TimeSpan.FromDays(400) + (2 * Moment));

        Assert.Equal(last.Id, await Host.ReadAsync(database => database.KnownBrowsers.Select(browser => browser.Id).SingleAsync()));
    }

    [Fact]
    public async Task The_last_known_network_of_an_account_stays_known()
    {
        var (first, last) = (KnownNetwork.Meet(_app.User.Id, [1], Clock.GetUtcNow()), KnownNetwork.Meet(_app.User.Id, [2], Clock.GetUtcNow() + Moment));
        await Host.ArrangeAsync(first, last);

        await ApplyAfterAsync(TimeSpan.FromDays(90) + (2 * Moment));

        Assert.Equal(last.Id, await Host.ReadAsync(database => database.KnownNetworks.Select(network => network.Id).SingleAsync()));
    }

    [Fact]
    public async Task What_an_account_is_taken_back_with_goes_in_its_time()
    {
        var email = A.Email(_app.User, "alice@mail.example");
        await Host.ArrangeAsync(
            FormerEmail.Of(email, Clock.GetUtcNow()),
            DisputeTicket.Issue(email, Portal.Identity.Accounts.Notices.NoticeKind.EmailRemoved, id => id.ToString(), Clock.GetUtcNow()),
            FailedSignIn.First(_app.User.Id, "203.0.113.7", FailedSignIn.HourOf(Clock.GetUtcNow()), 1, Clock.GetUtcNow()));

        await ApplyAfterAsync(TimeSpan.FromDays(14));
        Assert.Equal((1, 1, 1), (await CountAsync<FormerEmail>(), await CountAsync<DisputeTicket>(), await CountAsync<FailedSignIn>()));
        await ApplyAfterAsync(Moment);
        Assert.Equal((1, 0, 1), (await CountAsync<FormerEmail>(), await CountAsync<DisputeTicket>(), await CountAsync<FailedSignIn>()));
        await ApplyAfterAsync(TimeSpan.FromDays(16));

        Assert.Equal((0, 0), (await CountAsync<FormerEmail>(), await CountAsync<FailedSignIn>()));
    }

    private async Task ApplyAfterAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await Host.Services.GetRequiredService<DataRetention>().ApplyAsync(CancellationToken.None);
    }

    private Task FinishBrowserAsync() => Host.ChangeAsync(async database => (await database.BrowserSessions.SingleAsync()).TryFinish(Clock.GetUtcNow()));

    private Task<int> CountAsync<TRow>()
        where TRow : class => Host.ReadAsync(database => database.Set<TRow>().CountAsync());

    public sealed class OnSqlite() : DataRetentionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : DataRetentionTests(DatabaseProvider.PostgreSql);
}
