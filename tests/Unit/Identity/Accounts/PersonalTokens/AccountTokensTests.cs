using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Activity;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.PersonalTokens;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.PersonalTokens;

/// <summary>Access tokens for bots and scripts: made, listed, ended (oauth contract, sections 5.2 and 10).</summary>
public abstract class AccountTokensTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly RecordingHomeserver _homeserver = new();
    private AnApp _app = null!;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:Account:AccessTokens:MaxPerAccount"] = "3",
        ["Portal:RateLimiting:ProgramAccess:Burst"] = "100",
    };

    private SignedInPerson Person => A.Person(_app.User, _app.Browser);

    protected override void Change(IServiceCollection services) => services.AddSingleton<IHomeserver>(_homeserver);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
        await Host.ArrangeAsync(A.Email(_app.User, "alice@mail.example"), A.Email(_app.User, "second@mail.example"));
        _homeserver.Add("alice");
    }

    [Fact]
    public async Task A_token_acts_on_the_account_and_says_what_the_contract_says_of_it()
    {
        var made = await AProgram.TokenAsync(Host, Person, "  weather bot ");

        Assert.Equal(TokenKind.Personal, TokenFormat.Classify(made.Token));
        var record = await _app.IntrospectAsync(made.Token);
        Assert.Equal((_app.User.Id, "alice", null, MatrixScopes.StableApi), (record!.UserId, record.Username, record.WireClientId, record.Scope));
        Assert.Equal((Clock.GetUtcNow(), Clock.GetUtcNow() + AProgram.Month), (record.CreatedAt, record.ExpiresAt));
        var listed = Assert.Single(await ListAsync());
        Assert.Equal((made.Id, "weather bot", null), (listed.Id, listed.Name, listed.LastUsedAt));
    }

    [Fact]
    public async Task A_token_is_nowhere_but_in_the_answer()
    {
        var made = await AProgram.TokenAsync(Host, Person);

        Assert.DoesNotContain(made.Token, made.ToString(), StringComparison.Ordinal);
        var stored = await Host.ReadAsync(database => database.PersonalAccessTokens.SingleAsync());
        Assert.Equal(TokenFormat.HashOf(made.Token), stored.Hash);
        Assert.DoesNotContain(made.Token, string.Concat(await Host.ReadAsync(database => database.Outbox.Select(message => message.Payload).ToListAsync())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "name", FormProblemCodes.Required)]
    [InlineData(" \u200B ", "name", FormProblemCodes.Required)]
    [InlineData("a\u0007b", "name", FormProblemCodes.Invalid)]
    public async Task A_name_that_cannot_be_shown_is_refused(string name, string field, string code) =>
        Assert.Equal(new FormProblem(field, code), Assert.IsType<MakeTokenOutcome.Unfit>(await AProgram.MakeTokenAsync(Host, Person, name)).Problem);

    [Fact]
    public async Task A_name_that_is_too_long_is_refused() =>
        Assert.Equal(new FormProblem("name", FormProblemCodes.TooLong), Assert.IsType<MakeTokenOutcome.Unfit>(await AProgram.MakeTokenAsync(Host, Person, new string('x', SessionName.MaxLength + 1))).Problem);

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(3650)]
    public async Task A_time_that_nobody_offered_is_refused(int days) =>
        Assert.Equal("lifetime", Assert.IsType<MakeTokenOutcome.Unfit>(await AProgram.MakeTokenAsync(Host, Person, lifetime: TimeSpan.FromDays(days))).Problem.Field);

    [Fact]
    public async Task Nobody_gets_one_for_ever_unless_the_operator_allows_it() =>
        Assert.Equal("lifetime", Assert.IsType<MakeTokenOutcome.Unfit>(await AProgram.MakeTokenAsync(Host, Person, change: command => command with { Lifetime = null })).Problem.Field);

    [Fact]
    public async Task Whoever_may_not_grant_power_over_others_gets_no_token_with_it()
    {
        Assert.IsType<MakeTokenOutcome.Denied>(await AProgram.MakeTokenAsync(Host, Person, change: command => command with { RunsHomeserver = true }));
        Assert.IsType<MakeTokenOutcome.Denied>(await AProgram.MakeTokenAsync(Host, Person, reach: TokenReach.Nothing, change: command => command with { RunsAccounts = true }));
        Assert.Equal("reach", Assert.IsType<MakeTokenOutcome.Unfit>(await AProgram.MakeTokenAsync(Host, Person, reach: TokenReach.Nothing)).Problem.Field);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Whoever_may_can_leave_their_own_messages_out_of_it()
    {
        await Host.ChangeAsync(async database => (await database.Users.SingleAsync()).AllowAdmin(true));

        var made = await AProgram.TokenAsync(Host, Person, reach: TokenReach.Nothing, change: command => command with { RunsHomeserver = true, RunsAccounts = true });

        Assert.Equal($"{ScopePolicy.PortalAdmin} {ScopePolicy.SynapseAdmin}", (await _app.IntrospectAsync(made.Token))!.Scope);
    }

    [Fact]
    public async Task The_device_is_at_the_homeserver_before_anybody_has_the_token_and_goes_with_it()
    {
        var made = await AProgram.TokenAsync(Host, Person, reach: TokenReach.Device);

        var device = Assert.Single(_homeserver["alice"]!.Devices);
        Assert.Equal("weather bot", device.Value);
        Assert.Equal(device.Key, MatrixScopes.DeviceIdOf(ScopeSet.OfStored((await _app.IntrospectAsync(made.Token))!.Scope)));
        await Host.DeliverAsync();
        Assert.Single(_homeserver["alice"]!.Devices); // the clean-up was called off, and a sync keeps it
        Assert.True(await Host.RunAsync<AccountTokens, bool>(tokens => tokens.HasDeviceAsync(_app.User.Id, device.Key, CancellationToken.None)));

        Assert.True(await EndAsync(made.Id));

        Assert.Null(await _app.IntrospectAsync(made.Token));
        await Host.DeliverAsync();
        Assert.Empty(_homeserver["alice"]!.Devices);
    }

    [Fact]
    public async Task A_sync_of_the_devices_keeps_those_of_tokens()
    {
        await AProgram.TokenAsync(Host, Person, reach: TokenReach.Device);
        await Host.RunAsync<AccountLocking>(locking => locking.UnlockAsync(_app.User.Id, CancellationToken.None)); // tells the homeserver everything

        await Host.DeliverAsync();

        Assert.Single(_homeserver["alice"]!.Devices);
    }

    [Fact]
    public async Task Without_its_device_there_is_no_token_and_what_the_homeserver_may_have_made_goes()
    {
        _homeserver.After = call => call.Method == nameof(IHomeserver.UpsertDeviceAsync) ? throw new HomeserverException("The answer was lost.") : Task.CompletedTask;

        Assert.IsType<MakeTokenOutcome.HomeserverAway>(await AProgram.MakeTokenAsync(Host, Person, reach: TokenReach.Device));

        Assert.Empty(await ListAsync());
        Assert.Empty(await Host.ReadAsync(database => database.SecurityEvents.ToListAsync()));
        _homeserver.After = _ => Task.CompletedTask;
        Clock.Advance(NewDevices.CleanUpAfter);
        await Host.DeliverAsync();
        Assert.Empty(_homeserver["alice"]!.Devices);
    }

    [Fact]
    public async Task A_token_expires_and_takes_its_device_along()
    {
        var made = await AProgram.TokenAsync(Host, Person, reach: TokenReach.Device);
        await Host.DeliverAsync();

        Clock.Advance(AProgram.Month - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await _app.IntrospectAsync(made.Token));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await _app.IntrospectAsync(made.Token));
        Assert.Empty(await ListAsync());

        await Host.DeliverAsync();
        Assert.NotNull((await SessionAsync()).FinishedAt);
        Assert.Empty(_homeserver["alice"]!.Devices);
        Assert.Equal(SecurityEvent.AccessTokenExpired, (await HappeningsAsync())[0].Kind);
        Assert.DoesNotContain(Host.Mailer.Notices, notice => notice.Kind == NoticeKind.AccessTokenEnded);
    }

    [Fact]
    public async Task Every_address_is_told_and_the_activity_shows_it()
    {
        var made = await AProgram.TokenAsync(Host, Person);
        await EndAsync(made.Id);
        await Host.DeliverAsync();

        Assert.Equal(2, Host.Mailer.Notices.Count(notice => notice is { Kind: NoticeKind.AccessTokenMade, Detail: "weather bot" }));
        Assert.Equal(2, Host.Mailer.Notices.Count(notice => notice is { Kind: NoticeKind.AccessTokenEnded, Detail: "weather bot" }));
        var happened = (await HappeningsAsync()).Where(happening => happening.Detail is not null).ToList();
        Assert.Equivalent(new[] { SecurityEvent.AccessTokenMade, SecurityEvent.AccessTokenEnded }, happened.Select(happening => happening.Kind));
        Assert.All(happened, happening => Assert.Equal(("weather bot", "192.0.2.1"), (happening.Detail, happening.IpAddress)));
    }

    [Fact]
    public async Task Its_last_use_is_shown()
    {
        var made = await AProgram.TokenAsync(Host, Person);
        Clock.Advance(TimeSpan.FromHours(3));
        await _app.IntrospectAsync(made.Token);

        await Host.Services.GetRequiredService<ActivityTracker>().FlushAsync(CancellationToken.None);

        Assert.Equal(Clock.GetUtcNow(), Assert.Single(await ListAsync()).LastUsedAt);
    }

    [Fact]
    public async Task A_lock_stops_it_for_a_while_and_a_deletion_for_good()
    {
        var made = await AProgram.TokenAsync(Host, Person);

        await Host.RunAsync<AccountLocking>(locking => locking.LockAsync(_app.User.Id, CancellationToken.None));
        Assert.Null(await _app.IntrospectAsync(made.Token));
        await Host.RunAsync<AccountLocking>(locking => locking.UnlockAsync(_app.User.Id, CancellationToken.None));
        Assert.NotNull(await _app.IntrospectAsync(made.Token));

        await Host.RunAsync<AccountSessions>(sessions => sessions.EndAllAsync(_app.User.Id, CancellationToken.None));
        Assert.Null(await _app.IntrospectAsync(made.Token));
        Assert.NotNull((await SessionAsync()).FinishedAt);
    }

    [Fact]
    public async Task Whoever_made_it_must_be_able_to_use_their_account_too()
    {
        var (actor, token) = (A.User("bob"), TokenFormat.Create(TokenKind.Personal, new SecretGenerator()));
        var (session, proof) = AProgram.Stored(_app.User.Id, token);
        await Host.ArrangeAsync(actor, session, proof);
        await Host.ChangeAsync(database => database.PersonalSessions.ExecuteUpdateAsync(row => row.SetProperty(stored => stored.ActorUserId, actor.Id)));
        Assert.Equal("bob", (await _app.IntrospectAsync(token))!.Username);
        Assert.Empty(await ListAsync()); // it acts on another account

        await Host.RunAsync<AccountLocking>(locking => locking.LockAsync(_app.User.Id, CancellationToken.None));

        Assert.Null(await _app.IntrospectAsync(token));
    }

    [Fact]
    public async Task One_that_a_client_made_says_which()
    {
        var token = TokenFormat.Create(TokenKind.Personal, new SecretGenerator());
        var (session, proof) = AProgram.Stored(_app.User.Id, token);
        await Host.ArrangeAsync(session, proof);
        await Host.ChangeAsync(database => database.PersonalSessions.ExecuteUpdateAsync(row =>
            row.SetProperty(stored => stored.OwnerUserId, (Guid?)null).SetProperty(stored => stored.OwnerClientId, _app.Client.Id)));

        Assert.Equal(Ulid.Encode(_app.Client.Id), (await _app.IntrospectAsync(token))!.WireClientId);
    }

    [Fact]
    public async Task Signing_out_everywhere_else_ends_every_token_and_says_so_before()
    {
        var made = await AProgram.TokenAsync(Host, Person, reach: TokenReach.Device);
        var selection = SessionSelection.Others(_app.Browser.Id);

        var preview = await Host.RunAsync<AccountSessionList, SessionEndPreview>(list => list.PreviewEndAsync(_app.User.Id, _app.Browser.Id, selection, CancellationToken.None));
        Assert.Equal((1, 1, true), (preview.AccessTokens, preview.Devices, preview.EndsLastDevice));
        await Host.RunAsync<AccountSessions>(sessions => sessions.EndAsync(_app.User.Id, selection, CancellationToken.None));

        Assert.Null(await _app.IntrospectAsync(made.Token));
    }

    [Fact]
    public async Task Signing_out_what_is_not_used_leaves_tokens_alone()
    {
        var made = await AProgram.TokenAsync(Host, Person, lifetime: TimeSpan.FromDays(365));
        Clock.Advance(TimeSpan.FromDays(200));

        await Host.RunAsync<AccountSessions>(sessions => sessions.EndAsync(_app.User.Id, SessionSelection.Unused(_app.Browser.Id), CancellationToken.None));

        Assert.NotNull(await _app.IntrospectAsync(made.Token));
    }

    [Fact]
    public async Task A73_Somebody_elses_token_is_neither_seen_nor_ended()
    {
        var made = await AProgram.TokenAsync(Host, Person);
        var bob = await AnApp.ArrangeAsync(Host, A.ConfidentialClient(), "bob");

        Assert.False(await Host.RunAsync<AccountTokens, bool>(tokens => tokens.EndAsync(A.Person(bob.User, bob.Browser), made.Id, A.Requester(), CancellationToken.None)));
        Assert.Null(await Host.RunAsync<AccountTokens, AccountToken?>(tokens => tokens.FindAsync(bob.User.Id, made.Id, CancellationToken.None)));
        Assert.NotNull(await _app.IntrospectAsync(made.Token));
    }

    [Fact]
    public async Task Who_has_signed_out_meanwhile_makes_and_ends_nothing()
    {
        var made = await AProgram.TokenAsync(Host, Person);
        await Host.RunAsync<BrowserSessions>(browsers => browsers.EndAsync(_app.Browser.Id, CancellationToken.None));

        Assert.IsType<MakeTokenOutcome.SignedOut>(await AProgram.MakeTokenAsync(Host, Person));
        Assert.False(await EndAsync(made.Id));
        Assert.NotNull(await _app.IntrospectAsync(made.Token));
    }

    [Fact]
    public async Task A29_After_a_new_password_an_older_proof_makes_none()
    {
        await Host.ChangeAsync(async database => (await database.Users.SingleAsync()).ReplacePassword(A.PasswordHash, Clock.GetUtcNow().AddSeconds(1)));

        Assert.IsType<MakeTokenOutcome.SignedOut>(await AProgram.MakeTokenAsync(Host, Person));
    }

    [Fact]
    public async Task Twenty_that_are_made_at_once_stop_at_the_limit()
    {
        var outcomes = await AtOnceAsync(20, (process, _) => AProgram.MakeTokenAsync(process, Person));

        Assert.Equal((3, 17), (outcomes.Count(outcome => outcome is MakeTokenOutcome.Made), outcomes.Count(outcome => outcome is MakeTokenOutcome.TooMany { Maximum: 3 })));
        Assert.Equal(3, (await ListAsync()).Count);
    }

    [Fact]
    public async Task Of_twenty_ends_at_once_one_tells_of_it()
    {
        var made = await AProgram.TokenAsync(Host, Person);

        var ended = await AtOnceAsync(20, (process, _) => process.RunAsync<AccountTokens, bool>(tokens => tokens.EndAsync(Person, made.Id, A.Requester(), CancellationToken.None)));

        Assert.Single(ended, true);
        Assert.Equal(1, await Host.ReadAsync(database => database.SecurityEvents.CountAsync(happened => happened.Kind == SecurityEvent.AccessTokenEnded)));
    }

    [Fact]
    public async Task A_sign_out_everywhere_misses_no_token_that_was_made_before_it()
    {
        var outcomes = await AtOnceAsync(8, async (process, number) =>
        {
            if (number % 2 == 0)
            {
                return await AProgram.MakeTokenAsync(process, Person);
            }

            await process.RunAsync<AccountSessions>(sessions => sessions.EndAllAsync(_app.User.Id, CancellationToken.None));
            return null;
        });

        Assert.All(outcomes.OfType<MakeTokenOutcome>(), outcome => Assert.True(outcome is MakeTokenOutcome.Made or MakeTokenOutcome.SignedOut or MakeTokenOutcome.TooMany));
        Assert.Empty(await ListAsync());
    }

    private Task<IReadOnlyList<AccountToken>> ListAsync() => Host.RunAsync<AccountTokens, IReadOnlyList<AccountToken>>(tokens => tokens.ListAsync(_app.User.Id, CancellationToken.None));

    private Task<bool> EndAsync(Guid id) => Host.RunAsync<AccountTokens, bool>(tokens => tokens.EndAsync(Person, id, A.Requester(), CancellationToken.None));

    private Task<PersonalSession> SessionAsync() => Host.ReadAsync(database => database.PersonalSessions.SingleAsync());

    private async Task<IReadOnlyList<Happening>> HappeningsAsync() =>
        (await Host.RunAsync<AccountActivity, ActivityPart>(activity => activity.ReadAsync(_app.User.Id, new(), CancellationToken.None))).Happenings;

    public sealed class OnSqlite() : AccountTokensTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AccountTokensTests(DatabaseProvider.PostgreSql);
}
