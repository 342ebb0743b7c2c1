using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Deletion;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Identity.Accounts.Registration;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Homeserver;

/// <summary>When the homeserver is told something, and what a homeserver that is away does to it (homeserver contract, section 3).</summary>
public abstract class HomeserverMomentTests(DatabaseProvider engine) : HomeserverTest(engine)
{
    private readonly Dictionary<string, string?> _settings = new(ARegistration.Open) { ["Portal:Matrix:ServerName"] = "example.org", ["Portal:Tokens:EndSessionOnReplay"] = "true" };
    private AnApp _app = null!;
    private ARegistration _registration = null!;

    protected override Dictionary<string, string?> Settings => _settings;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
        _registration = new ARegistration(Host);
        Homeserver.Add("alice");
    }

    [Fact]
    public async Task Line_2_An_account_and_the_message_about_it_are_one_change()
    {
        await _registration.FinishAsync(await _registration.StoreAsync("bob", verified: true));

        Assert.Equal([HomeserverJobs.ProvisionKind], await WaitingAsync());
        await Host.DeliverAsync();
        Assert.Equal(["alice@example.org"], Homeserver["bob"]!.Emails);
    }

    [Fact]
    public async Task Line_2_What_is_rolled_back_leaves_no_message()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var id = await _registration.StoreAsync("bob", verified: true);
        Homeserver.Add("somebody else");

        await Assert.ThrowsAsync<NotSupportedException>(() => scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(
            async () =>
            {
                scope.ServiceProvider.GetRequiredService<HomeserverJobs>().Provision(id);
                await scope.ServiceProvider.GetRequiredService<PortalDbContext>().SaveChangesAsync();
                throw new NotSupportedException();
            },
            CancellationToken.None));

        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task A_chosen_display_name_comes_with_the_new_account()
    {
        var id = await _registration.StoreAsync("bob", verified: true);
        await _registration.ChooseDisplayNameAsync(id, "Bob Builder");

        await _registration.FinishAsync(id);
        await Host.DeliverAsync();

        Assert.Equal("Bob Builder", Homeserver["bob"]!.DisplayName);
    }

    [Fact]
    public async Task Line_7_A_name_that_the_homeserver_has_is_taken()
    {
        Homeserver.Add("bob");

        var refused = Assert.IsType<StartOutcome.Refused>(await _registration.TryStartAsync(ARegistration.Command("bob")));

        var problem = Assert.Single(refused.Problems);
        Assert.Equal(("username", FormProblemCodes.Exists), (problem.Field, problem.Code));
        Assert.NotEmpty(problem.Suggestions);
        Assert.DoesNotContain(problem.Suggestions, name => Homeserver[name] is not null);
    }

    [Fact]
    public async Task Line_7_A_homeserver_that_is_away_does_not_make_a_name_taken()
    {
        Homeserver.BeAway();

        var refused = Assert.IsType<StartOutcome.Refused>(await _registration.TryStartAsync(ARegistration.Command("bob")));

        Assert.Equal([("username", FormProblemCodes.Unanswered)], refused.Problems.Select(problem => (problem.Field!, problem.Code)));
    }

    [Fact]
    public async Task A_homeserver_that_hangs_keeps_a_form_waiting_for_ten_seconds()
    {
        var asked = new TaskCompletionSource();
        Homeserver.Before = (_, _) =>
        {
            asked.SetResult();
            return new TaskCompletionSource().Task; // and does not even hear that nobody waits any more
        };
        var answer = Host.RunAsync<HomeserverQuestions, bool?>(questions => questions.IsUsernameAvailableAsync("bob", CancellationToken.None));
        await asked.Task;

        Clock.Advance(HomeserverQuestions.AvailabilityPatience);

        Assert.Null(await answer);
    }

    [Fact]
    public async Task A_name_that_the_policy_refuses_is_not_asked_for()
    {
        Assert.IsType<StartOutcome.Refused>(await _registration.TryStartAsync(ARegistration.Command("Not A Name")));

        Assert.Empty(Homeserver.Calls);
    }

    [Fact]
    public async Task A_name_that_was_taken_at_the_homeserver_meanwhile_is_found_before_the_account_is_made()
    {
        var id = await _registration.StoreAsync("bob", verified: true);
        Homeserver.Add("bob");

        Assert.IsType<FinishOutcome.NameTaken>(await _registration.FinishAsync(id));

        Assert.False(await Host.ReadAsync(database => database.Users.AnyAsync(user => user.UserName == "bob")));
        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task A_registration_that_a_homeserver_is_away_for_loses_nothing()
    {
        var id = await _registration.StoreAsync("bob", verified: true);
        Homeserver.BeAway();
        Assert.IsType<FinishOutcome.HomeserverAway>(await _registration.FinishAsync(id));
        Assert.False(await Host.ReadAsync(database => database.Users.AnyAsync(user => user.UserName == "bob")));
        Homeserver.BeBack();

        Assert.IsType<FinishOutcome.Completed>(await _registration.FinishAsync(id));
    }

    [Fact]
    public async Task The_steps_before_the_last_do_not_ask_the_homeserver()
    {
        Homeserver.BeAway();

        Assert.IsType<FinishOutcome.NeedsEmailCode>(await _registration.FinishAsync(await _registration.StoreAsync("bob")));
    }

    [Theory]
    [InlineData("end")]
    [InlineData("revoke")]
    [InlineData("replay of a code")]
    [InlineData("replay of a refresh token")]
    [InlineData("deletion")]
    public async Task A_session_that_ends_takes_its_device_along(string how)
    {
        var code = await _app.ConsentAsync();
        var tokens = AnApp.Granted(await _app.ExchangeAsync(code));
        Assert.Equal([A.DeviceId], Homeserver["alice"]!.Devices.Keys);

        switch (how)
        {
            case "end":
                await Host.RunAsync<AccountSessions>(sessions => sessions.EndAllAsync(_app.User.Id, CancellationToken.None));
                break;
            case "revoke":
                await _app.RevokeAsync(tokens.AccessToken);
                break;
            case "replay of a code":
                Clock.Advance(TimeSpan.FromMinutes(1));
                await _app.ExchangeAsync(code);
                break;
            case "replay of a refresh token":
                var next = AnApp.Granted(await _app.RefreshAsync(tokens.RefreshToken));
                await _app.RefreshAsync(next.RefreshToken);
                await _app.RefreshAsync(tokens.RefreshToken);
                break;
            default:
                Assert.Equal(DeletionOutcome.Deleted, await DeleteAsync());
                break;
        }

        Assert.Contains(HomeserverJobs.SyncDevicesKind, await WaitingAsync());
        await Host.DeliverAsync();
        Assert.Empty(Homeserver["alice"]!.Devices);
    }

    [Fact]
    public async Task A_session_without_a_device_ends_without_a_word()
    {
        var tokens = await _app.SignInAsync(MatrixScopes.OpenId);

        await _app.RevokeAsync(tokens.AccessToken);
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_app.Browser.Id, CancellationToken.None));

        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task Line_24_A_name_reaches_the_homeserver_before_it_is_stored()
    {
        await _app.SignInAsync();

        Assert.Equal(RenameOutcome.Renamed, await RenameAsync("My laptop"));

        Assert.Equal(("My laptop", "My laptop"), (Homeserver["alice"]!.Devices[A.DeviceId], await HumanNameAsync()));
        Assert.Equal("My laptop", Assert.Single(Homeserver.CallsOf(nameof(IHomeserver.RenameDeviceAsync))).Name);
    }

    [Fact]
    public async Task Line_24_A_name_that_the_homeserver_does_not_take_is_not_stored()
    {
        await _app.SignInAsync();
        Homeserver.BeAway();

        Assert.Equal(RenameOutcome.HomeserverAway, await RenameAsync("My laptop"));

        Assert.Null(await HumanNameAsync());
    }

    [Fact]
    public async Task A_long_name_is_stored_whole_and_told_as_far_as_the_homeserver_takes_it()
    {
        await _app.SignInAsync();

        Assert.Equal(RenameOutcome.Renamed, await RenameAsync(new string('x', 200)));

        Assert.Equal((new string('x', 99) + "…", new string('x', 200)), (Homeserver["alice"]!.Devices[A.DeviceId], await HumanNameAsync()));
    }

    [Fact]
    public async Task Somebody_elses_session_is_told_to_nobody()
    {
        await _app.SignInAsync();
        var mallory = await AnApp.ArrangeAsync(Host, username: "mallory");

        Assert.Equal(RenameOutcome.Missing, await RenameAsync("Mine", mallory.User.Id));

        Assert.Empty(Homeserver.CallsOf(nameof(IHomeserver.RenameDeviceAsync)));
    }

    [Fact]
    public async Task Of_two_names_at_once_both_places_keep_the_same()
    {
        await _app.SignInAsync();

        await AtOnceAsync(6, (process, number) => RenameAsync($"Name {number}", on: process));

        Assert.Equal(await HumanNameAsync(), Homeserver["alice"]!.Devices[A.DeviceId]);
    }

    [Fact]
    public async Task A_display_name_reaches_the_homeserver_before_it_is_stored()
    {
        Assert.Equal(DisplayNameOutcome.Saved, await CallAsync("Alice Liddell"));
        Assert.Equal(("Alice Liddell", "Alice Liddell"), (Homeserver["alice"]!.DisplayName, await DisplayNameAsync()));

        Assert.Equal(DisplayNameOutcome.Saved, await CallAsync(" "));
        Assert.Equal((null, null), (Homeserver["alice"]!.DisplayName, await DisplayNameAsync()));
    }

    [Fact]
    public async Task A_display_name_that_the_homeserver_does_not_take_is_not_stored()
    {
        Homeserver.BeAway();

        Assert.Equal(DisplayNameOutcome.HomeserverAway, await CallAsync("Alice Liddell"));

        Assert.Null(await DisplayNameAsync());
    }

    [Fact]
    public async Task A_browser_that_was_signed_out_names_nobody()
    {
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_app.Browser.Id, CancellationToken.None));

        await CallAsync("Alice Liddell");

        Assert.Empty(Homeserver.Calls);
        Assert.Null(await DisplayNameAsync());
    }

    [Fact]
    public async Task Addresses_that_come_and_go_are_told()
    {
        var person = A.Person(_app.User, _app.Browser);
        var started = Assert.IsType<AddEmailOutcome.Started>(await Host.RunAsync<AccountEmails, AddEmailOutcome>(
            emails => emails.AddAsync(person, "Alice@Example.org", "en", A.Requester(), CancellationToken.None)));
        await Host.DeliverAsync();
        Assert.IsType<VerifyOutcome.Verified>(await Host.RunAsync<AccountEmails, VerifyOutcome>(
            emails => emails.VerifyAsync(person, started.VerificationId, Host.Mailer.Codes[^1].Code, A.Requester(), CancellationToken.None)));
        await Host.DeliverAsync();
        Assert.Equal(["alice@example.org"], Homeserver["alice"]!.Emails);

        var id = await Host.ReadAsync(database => database.UserEmails.Select(email => email.Id).SingleAsync());
        Assert.Equal(RemoveEmailOutcome.Removed, await Host.RunAsync<AccountEmails, RemoveEmailOutcome>(emails => emails.RemoveAsync(person, id, A.Requester(), CancellationToken.None)));
        await Host.DeliverAsync();
        Assert.Equal([], Homeserver["alice"]!.Emails);
    }

    [Fact]
    public async Task Line_13_A_lock_keeps_the_sessions_and_their_tokens_are_good_again_after_it()
    {
        var tokens = await _app.SignInAsync();
        Assert.True(await LockAsync());
        await Host.DeliverAsync();

        Assert.Null(await _app.IntrospectAsync(tokens.AccessToken));
        Assert.True(Homeserver["alice"]!.IsLocked);
        Assert.Equal([A.DeviceId], Homeserver["alice"]!.Devices.Keys);

        Assert.True(await Host.RunAsync<AccountLocking, bool>(locking => locking.UnlockAsync(_app.User.Id, CancellationToken.None)));
        await Host.DeliverAsync();

        Assert.NotNull(await _app.IntrospectAsync(tokens.AccessToken));
        Assert.False(Homeserver["alice"]!.IsLocked);
    }

    [Fact]
    public async Task Line_12_Unlocking_does_not_bring_a_deleted_account_back()
    {
        await DeleteAsync();
        await LockAsync();
        await Host.RunAsync<AccountLocking, bool>(locking => locking.UnlockAsync(_app.User.Id, CancellationToken.None));

        var user = await Host.ReadAsync(database => database.Users.SingleAsync(user => user.Id == _app.User.Id));
        Assert.NotNull(user.DeactivatedAt);
        Assert.Null(user.LockedAt);
    }

    [Fact]
    public async Task Nobody_can_be_locked_who_is_not_there() =>
        Assert.False(await Host.RunAsync<AccountLocking, bool>(locking => locking.LockAsync(Guid.CreateVersion7(Clock.GetUtcNow()), CancellationToken.None)));

    [Fact]
    public async Task Line_10_A_deletion_holds_here_before_the_homeserver_hears_of_it_and_also_if_it_is_away()
    {
        var tokens = await _app.SignInAsync();
        Homeserver.BeAway();

        Assert.Equal(DeletionOutcome.Deleted, await DeleteAsync(erase: true));
        Assert.Null(await _app.IntrospectAsync(tokens.AccessToken));
        await Host.DeliverAsync();
        Clock.Advance(TimeSpan.FromDays(7));
        await Host.DeliverAsync();
        Assert.False(Homeserver["alice"]!.IsDeleted);
        Assert.Equal((true, null), await Host.ReadAsync(async database =>
        {
            var user = await database.Users.SingleAsync(user => user.Id == _app.User.Id);
            return (user.DeactivatedAt is not null, user.DeletionDueAt);
        }));

        Homeserver.BeBack();
        Clock.Advance(TimeSpan.FromHours(1));
        await Host.DeliverAsync();
        Assert.Equal((true, true), (Homeserver["alice"]!.IsDeleted, Homeserver["alice"]!.IsErased));
    }

    [Fact]
    public async Task During_the_time_to_come_back_only_the_devices_go()
    {
        await _app.SignInAsync();
        await DeleteAsync();
        Clock.Advance(TimeSpan.FromDays(6));
        await Host.DeliverAsync();

        Assert.False(Homeserver["alice"]!.IsDeleted);
        Assert.Empty(Homeserver["alice"]!.Devices);
    }

    [Fact]
    public async Task Who_comes_back_is_told_anew()
    {
        await DeleteAsync();
        await Host.DeliverAsync();
        var until = await Host.ReadAsync(database => database.Users.Where(user => user.Id == _app.User.Id).Select(user => user.DeletionDueAt!.Value).SingleAsync());

        await Host.RunAsync<AccountDeletion, ReturnOutcome>(deletion => deletion.ComeBackAsync(new AccountReturn(_app.User.Id, until, new SignInProof(Clock.GetUtcNow(), ProofMethods.Password)), A.Requester(), null, CancellationToken.None));
        await Host.DeliverAsync();

        Assert.Single(Homeserver.CallsOf(nameof(IHomeserver.ProvisionUserAsync)));
        Clock.Advance(TimeSpan.FromDays(8));
        await Host.DeliverAsync();
        Assert.False(Homeserver["alice"]!.IsDeleted);
    }

    [Fact]
    public async Task Sessions_that_nobody_uses_any_more_are_told_a_minute_later_person_after_person()
    {
        _settings["Portal:Sessions:InactivityExpiry:Ttl"] = "7.00:00:00";
        await using var host = Host.Another();
        var client = Clients.Registration.Register();
        await host.ArrangeAsync(client);
        for (var number = 0; number < 3; number++)
        {
            var user = A.User($"idle{number}");
            await host.ArrangeAsync(user, A.OAuthSession(client, user), A.OAuthSession(client, user));
        }

        Clock.Advance(TimeSpan.FromDays(8));
        await host.RunAsync<InactivityExpiry>(expiry => expiry.ApplyAsync(CancellationToken.None));

        var due = await host.ReadAsync(database => database.Outbox.Where(message => message.Kind == HomeserverJobs.SyncDevicesKind).OrderBy(message => message.DueAt).Select(message => message.DueAt).ToListAsync());
        Assert.Equal([60, 70, 80], due.Select(time => (time - Clock.GetUtcNow()).TotalSeconds));
    }

    private Task<DeletionOutcome> DeleteAsync(bool erase = false) => Host.RunAsync<AccountDeletion, DeletionOutcome>(
        deletion => deletion.RequestAsync(A.Person(_app.User, _app.Browser), "@alice:example.org", erase, A.Requester(), CancellationToken.None));

    private Task<bool> LockAsync() => Host.RunAsync<AccountLocking, bool>(locking => locking.LockAsync(_app.User.Id, CancellationToken.None));

    private async Task<RenameOutcome> RenameAsync(string name, Guid? by = null, IdentityHost? on = null)
    {
        var id = await Host.ReadAsync(database => database.OAuthSessions.Select(session => session.Id).SingleAsync());
        return await (on ?? Host).RunAsync<AccountSessions, RenameOutcome>(sessions => sessions.RenameAsync(by ?? _app.User.Id, id, name, CancellationToken.None));
    }

    private Task<string?> HumanNameAsync() => Host.ReadAsync(database => database.OAuthSessions.Select(session => session.HumanName).SingleAsync());

    private Task<DisplayNameOutcome> CallAsync(string name) => Host.RunAsync<AccountProfile, DisplayNameOutcome>(
        profile => profile.RenameAsync(A.Person(_app.User, _app.Browser), name, CancellationToken.None));

    private Task<string?> DisplayNameAsync() => Host.ReadAsync(database => database.Users.Where(user => user.Id == _app.User.Id).Select(user => user.DisplayName).SingleAsync());

    public sealed class OnSqlite() : HomeserverMomentTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : HomeserverMomentTests(DatabaseProvider.PostgreSql);
}
