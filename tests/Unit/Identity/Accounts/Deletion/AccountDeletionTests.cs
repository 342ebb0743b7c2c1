using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Deletion;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Deletion;

/// <summary>A person deletes their account, and perhaps has it back (flows contract, section 9.10).</summary>
public abstract class AccountDeletionTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string MatrixId = "@alice:example.org";
    private readonly PortalUser _alice = A.User(passwordHash: A.PasswordHash);
    private SignedInPerson _person = null!;

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Matrix:ServerName"] = "example.org" };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _alice.Rename("Alice Liddell");
        var session = A.BrowserSession(_alice);
        await Host.ArrangeAsync(_alice, session, A.BrowserSession(_alice), A.Email(_alice, "alice@mail.example"));
        _person = A.Person(_alice, session);
    }

    [Fact]
    public async Task Line_45_Everything_is_signed_out_at_once_and_every_address_is_told()
    {
        Assert.Equal(DeletionOutcome.Deleted, await DeleteAsync());

        Assert.False(await Host.ReadAsync(database => database.BrowserSessions.AnyAsync(session => session.FinishedAt == null)));
        await Host.DeliverAsync();
        var notice = Assert.Single(Host.Mailer.Notices);
        Assert.Equal(("alice@mail.example", NoticeKind.AccountDeactivated, "2026-03-11"), (notice.Address, notice.Kind, notice.Detail));
    }

    [Fact]
    public async Task Line_45_A18_Apps_lose_their_access_and_no_token_works_any_more()
    {
        var app = await AnApp.ArrangeAsync(Host, username: "bob");
        var tokens = await app.SignInAsync();

        Assert.Equal(DeletionOutcome.Deleted, await DeleteAsync(A.Person(app.User, app.Browser), "@bob:example.org"));

        Assert.Null(await app.IntrospectAsync(tokens.AccessToken));
        Assert.False((await app.RefreshAsync(tokens.RefreshToken)).Succeeded);
        Assert.False(await Host.ReadAsync(database => database.OAuthSessions.AnyAsync(session => session.FinishedAt == null)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("@alice")]
    [InlineData("@bob:example.org")]
    [InlineData("@alice:example.org.evil")]
    public async Task What_is_not_the_whole_Matrix_id_deletes_nothing(string typed)
    {
        Assert.Equal(DeletionOutcome.NotConfirmed, await DeleteAsync(typed: typed));
        Assert.True((await UserAsync()).IsUsable);
    }

    [Fact]
    public async Task A29_A_session_that_was_ended_meanwhile_deletes_nothing()
    {
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_person.BrowserSessionId, CancellationToken.None));

        Assert.Equal(DeletionOutcome.NotSignedIn, await DeleteAsync());
        Assert.True((await UserAsync()).IsUsable);
    }

    [Fact]
    public async Task A78_Within_seven_days_the_right_password_leads_back_and_nothing_else_does()
    {
        await DeleteAsync();

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync("wrong"));
        var way = Assert.IsType<SignInOutcome.Deactivated>(await SignInAsync()).Return!;
        Assert.Equal((_alice.Id, Clock.GetUtcNow().AddDays(7)), (way.UserId, way.Until));

        Assert.IsType<ReturnOutcome.Back>(await ComeBackAsync(way));

        var user = await UserAsync();
        Assert.True(user.IsUsable);
        Assert.Equal(("Alice Liddell", null, false), (user.DisplayName, user.DeletionDueAt, user.ErasureRequested));
        Assert.Equal(1, await Host.ReadAsync(database => database.BrowserSessions.CountAsync(session => session.FinishedAt == null)));
        Assert.IsType<ReturnOutcome.Over>(await ComeBackAsync(way));
        await FinishAfterAsync(TimeSpan.FromDays(8));
        Assert.Equal(1, await Host.ReadAsync(database => database.UserEmails.CountAsync()));
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync());
    }

    [Fact]
    public async Task Line_45_After_seven_days_addresses_and_display_name_are_forgotten_and_the_name_stays_taken()
    {
        await DeleteAsync(erase: true);
        await Host.DeliverAsync();
        await FinishAfterAsync(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Host.ReadAsync(database => database.UserEmails.CountAsync()));
        var way = Assert.IsType<SignInOutcome.Deactivated>(await SignInAsync()).Return!;

        await FinishAfterAsync(TimeSpan.FromSeconds(1));

        var user = await UserAsync();
        Assert.Equal((null, null, true), (user.DisplayName, user.DeletionDueAt, user.ErasureRequested));
        Assert.NotNull(user.PasswordHash);
        Assert.Equal(0, await Host.ReadAsync(database => database.UserEmails.CountAsync()));
        Assert.IsType<ReturnOutcome.Over>(await ComeBackAsync(way));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(Assert.IsType<SignInOutcome.Deactivated>(await SignInAsync()).Return);
        Assert.True(await Host.RunAsync<RegistrationForm, bool>(form => form.IsTakenAsync("alice", CancellationToken.None)));
    }

    [Fact]
    public async Task What_was_registered_and_verified_is_forgotten_too()
    {
        var now = Clock.GetUtcNow();
        var registration = UserRegistration.Start(new("alice", "alice@mail.example", A.PasswordHash, null, null, "en", "192.0.2.1", null), now);
        registration.Verify(EmailVerification.Start("alice@mail.example", now));
        registration.Complete(_alice.Id, now);
        await Host.ArrangeAsync(registration, EmailVerification.StartFor(_alice.Id, _person.BrowserSessionId, "other@mail.example", now));
        await DeleteAsync();

        await FinishAfterAsync(TimeSpan.FromDays(7));

        Assert.Equal((0, 0), (await Host.ReadAsync(database => database.Registrations.CountAsync()), await Host.ReadAsync(database => database.EmailVerifications.CountAsync())));
    }

    [Fact]
    public async Task Finishing_twice_does_no_harm()
    {
        await DeleteAsync();
        var message = new DeletionMessage(_alice.Id, Clock.GetUtcNow().AddDays(7));
        Clock.Advance(TimeSpan.FromDays(7));

        await AtOnceAsync(4, (host, _) => host.RunAsync<AccountDeletion, bool>(async deletion =>
        {
            await deletion.FinishAsync(message, CancellationToken.None);
            return true;
        }));

        Assert.Null((await UserAsync()).DeletionDueAt);
    }

    [Fact]
    public async Task A29_Coming_back_proves_nothing_anew_only_the_password_before_it_did()
    {
        await DeleteAsync();
        var way = Assert.IsType<SignInOutcome.Deactivated>(await SignInAsync()).Return!;
        var provenAt = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromMinutes(9));

        var session = Assert.IsType<ReturnOutcome.Back>(await ComeBackAsync(way)).Session.Session;

        Assert.Equal((provenAt, Clock.GetUtcNow()), (session.AuthenticatedAt, session.CreatedAt));
        Assert.True(A.Person(_alice, session).HasFreshProof(Clock.GetUtcNow(), new AccountOptions().ProofLifetime));
        Assert.False(A.Person(_alice, session).HasFreshProof(Clock.GetUtcNow().AddMinutes(2), new AccountOptions().ProofLifetime));
    }

    [Fact]
    public async Task A18_A_proof_by_a_password_that_was_replaced_since_leads_nobody_back()
    {
        await DeleteAsync();
        var way = Assert.IsType<SignInOutcome.Deactivated>(await SignInAsync()).Return!;
        Clock.Advance(TimeSpan.FromSeconds(1));
        await ChangeAsync(user => user.ReplacePassword(A.PasswordHash, Clock.GetUtcNow())); // by its owner, with a link that was mailed

        Assert.IsType<ReturnOutcome.Over>(await ComeBackAsync(way));
        Assert.Null(await Host.RunAsync<AccountDeletion, PortalUser?>(deletion => deletion.FindAsync(way, CancellationToken.None)));
        Assert.NotNull((await UserAsync()).DeactivatedAt);
    }

    [Fact]
    public async Task Who_comes_back_and_deletes_again_has_seven_days_again()
    {
        await DeleteAsync();
        var way = Assert.IsType<SignInOutcome.Deactivated>(await SignInAsync()).Return!;
        var session = Assert.IsType<ReturnOutcome.Back>(await ComeBackAsync(way)).Session.Session;
        Clock.Advance(TimeSpan.FromDays(3));
        await DeleteAsync(A.Person(_alice, session));

        await FinishAfterAsync(TimeSpan.FromDays(5)); // the first deletion's time is over

        Assert.Equal(1, await Host.ReadAsync(database => database.UserEmails.CountAsync()));
        await FinishAfterAsync(TimeSpan.FromDays(2));
        Assert.Equal(0, await Host.ReadAsync(database => database.UserEmails.CountAsync()));
    }

    [Fact]
    public async Task Of_many_who_come_back_at_once_one_is_signed_in()
    {
        await DeleteAsync();
        var way = Assert.IsType<SignInOutcome.Deactivated>(await SignInAsync()).Return!;

        var outcomes = await AtOnceAsync(6, (host, _) => host.RunAsync<AccountDeletion, ReturnOutcome>(deletion => deletion.ComeBackAsync(way, A.Requester(), null, CancellationToken.None)));

        Assert.Single(outcomes.OfType<ReturnOutcome.Back>());
        Assert.Equal(1, await Host.ReadAsync(database => database.BrowserSessions.CountAsync(session => session.FinishedAt == null)));
    }

    [Fact]
    public async Task What_an_administrator_deletes_or_locks_does_not_come_back()
    {
        await DeleteAsync();
        var way = Assert.IsType<SignInOutcome.Deactivated>(await SignInAsync()).Return!;
        await ChangeAsync(user => user.Lock(Clock.GetUtcNow()));
        Assert.IsType<ReturnOutcome.Locked>(await ComeBackAsync(way));
        Assert.IsType<SignInOutcome.Locked>(await SignInAsync());

        await ChangeAsync(user => user.RequestDeletion(false, TimeSpan.FromDays(7), Clock.GetUtcNow()));
        await ChangeAsync(user => user.Deactivate(Clock.GetUtcNow()));
        Assert.IsType<ReturnOutcome.Over>(await ComeBackAsync(way));
    }

    [Fact]
    public async Task A_message_for_later_waits_for_its_time_also_through_a_restart()
    {
        await DeleteAsync();
        await Host.DeliverAsync();

        await Host.RunAsync<OutboxDelivery>(delivery => delivery.ReleaseAllAsync(CancellationToken.None));
        await Host.DeliverAsync();

        Assert.Null(await Host.ReadAsync(database => database.Outbox.Where(message => message.Kind == FinishDeletion.MessageKind).Select(message => message.CompletedAt).SingleAsync()));
        Assert.NotNull((await UserAsync()).DeletionDueAt);
    }

    private Task<DeletionOutcome> DeleteAsync(SignedInPerson? person = null, string typed = MatrixId, bool erase = false) =>
        Host.RunAsync<AccountDeletion, DeletionOutcome>(deletion => deletion.RequestAsync(person ?? _person, typed, erase, A.Requester(), CancellationToken.None));

    private Task<ReturnOutcome> ComeBackAsync(AccountReturn way) =>
        Host.RunAsync<AccountDeletion, ReturnOutcome>(deletion => deletion.ComeBackAsync(way, A.Requester(), null, CancellationToken.None));

    private Task<SignInOutcome> SignInAsync(string password = A.Password) =>
        Host.RunAsync<SignInService, SignInOutcome>(service => service.SignInAsync(new SignInCommand("alice", password, A.Requester()), CancellationToken.None));

    private async Task FinishAfterAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await Host.DeliverAsync();
    }

    private Task<PortalUser> UserAsync() => Host.ReadAsync(database => database.Users.SingleAsync(user => user.Id == _alice.Id));

    private Task ChangeAsync(Action<PortalUser> change) => Host.ChangeAsync(async database => change(await database.Users.SingleAsync(user => user.Id == _alice.Id)));

    public sealed class OnSqlite() : AccountDeletionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AccountDeletionTests(DatabaseProvider.PostgreSql);
}
