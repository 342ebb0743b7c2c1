using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts;

public abstract class PasswordChangeTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string NewPassword = "seven copper kettles hum at dawn";

    private readonly PortalUser _user = A.User(passwordHash: A.PasswordHash);
    private readonly byte[] _key = [.. Enumerable.Repeat((byte)7, 32)];
    private SignedInPerson _person = null!;

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Passwords:MaxWaiting"] = "1000" };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var session = A.BrowserSession(_user, _key);
        _person = A.Person(_user, session);
        await Host.ArrangeAsync(_user, A.Email(_user, "alice@mail.example"), session);
    }

    [Fact]
    public async Task The_new_password_signs_in_and_the_old_one_no_more()
    {
        Assert.IsType<ChangePasswordOutcome.Changed>(await ChangeAsync());

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(A.Password, "192.0.2.8"));
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(NewPassword, "192.0.2.9"));
        Assert.Equal(Clock.GetUtcNow(), (await Host.ReadAsync(database => database.Users.SingleAsync())).PasswordChangedAt);
    }

    [Fact]
    public async Task The_persons_own_session_goes_on_under_a_new_key_and_the_others_as_they_are()
    {
        var other = A.BrowserSession(_user);
        await Host.ArrangeAsync(other);

        var session = Assert.IsType<ChangePasswordOutcome.Changed>(await ChangeAsync()).Session;

        Assert.Equal(_person.BrowserSessionId, session.Session.Id);
        Assert.Null(await Host.RunAsync<BrowserSessions, SignedInPerson?>(sessions => sessions.FindAsync(_key, CancellationToken.None)));
        Assert.NotNull(await Host.RunAsync<BrowserSessions, SignedInPerson?>(sessions => sessions.FindAsync(session.Key, CancellationToken.None)));
        Assert.NotNull(await Host.RunAsync<BrowserSessions, SignedInPerson?>(sessions => sessions.FindAsync(other.Id, CancellationToken.None)));
    }

    [Fact]
    public async Task On_request_everything_else_is_signed_out_in_the_same_change()
    {
        var (other, client) = (A.BrowserSession(_user), A.Client());
        await Host.ArrangeAsync(other, client, A.OAuthSession(client, _user, other));

        Assert.IsType<ChangePasswordOutcome.Changed>(await ChangeAsync(endOthers: true));

        Assert.Equal(_person.BrowserSessionId, (await Host.ReadAsync(database => database.BrowserSessions.SingleAsync(session => session.FinishedAt == null))).Id);
        Assert.False(await Host.ReadAsync(database => database.OAuthSessions.AnyAsync(session => session.FinishedAt == null)));
    }

    [Fact]
    public async Task Every_address_is_told()
    {
        await Host.ArrangeAsync(A.Email(_user, "other@mail.example"));
        await ChangeAsync();

        await Host.DeliverAsync();

        Assert.Equal(["alice@mail.example", "other@mail.example"], Host.Mailer.Notices.Select(notice => notice.Address).Order());
        Assert.All(Host.Mailer.Notices, notice => Assert.Equal((NoticeKind.PasswordChanged, "192.0.2.1"), (notice.Kind, notice.IpAddress)));
    }

    [Fact]
    public async Task A29_A_session_alone_changes_no_password()
    {
        Assert.IsType<ChangePasswordOutcome.Refused>(await ChangeAsync(current: "a wrong password"));

        Assert.Equal(A.PasswordHash, await HashAsync());
        Assert.Equal(0, await Host.ReadAsync(database => database.Outbox.CountAsync()));
    }

    [Fact]
    public async Task A31_Tries_are_limited_as_those_of_signing_in_and_together_with_them()
    {
        Assert.IsType<SignInOutcome.Refused>(await SignInAsync("a wrong password"));
        Assert.IsType<ChangePasswordOutcome.Refused>(await ChangeAsync(current: "a wrong password"));
        Assert.IsType<ChangePasswordOutcome.Refused>(await ChangeAsync(current: "a wrong password"));

        Assert.Equal(TimeSpan.FromSeconds(20), Assert.IsType<ChangePasswordOutcome.RateLimited>(await ChangeAsync()).RetryAfter);
        Assert.IsType<SignInOutcome.RateLimited>(await SignInAsync(A.Password));
        Assert.Equal(A.PasswordHash, await HashAsync());
    }

    [Theory]
    [InlineData("password", "weak")]
    [InlineData("alice mail example", "weak")]
    [InlineData("", "required")]
    public async Task Policy_line_1_A_password_that_will_not_do_is_refused_and_costs_no_try(string password, string code)
    {
        for (var number = 0; number < 5; number++)
        {
            var problem = Assert.Single(Assert.IsType<ChangePasswordOutcome.Unfit>(await ChangeAsync(password: password)).Problems);
            Assert.Equal(("password", code), (problem.Field, problem.Code));
        }

        Assert.IsType<ChangePasswordOutcome.Changed>(await ChangeAsync());
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var problems = Assert.IsType<ChangePasswordOutcome.Unfit>(await ChangeAsync(current: "", password: "password", again: "passwort")).Problems;

        Assert.Equal(["current_password", "password", "password_confirm"], problems.Select(problem => problem.Field));
    }

    [Fact]
    public async Task The_same_password_again_is_taken() =>
        Assert.IsType<ChangePasswordOutcome.Changed>(await ChangeAsync(password: A.Password));

    [Fact]
    public async Task An_account_without_password_gets_none_here()
    {
        await Host.ChangeAsync(async database => (await database.Users.SingleAsync()).PasswordHash = null);

        Assert.IsType<ChangePasswordOutcome.NoPassword>(await ChangeAsync(current: "anything"));
    }

    [Fact]
    public async Task A_session_that_ended_meanwhile_changes_nothing()
    {
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_person.BrowserSessionId, CancellationToken.None));

        Assert.IsType<ChangePasswordOutcome.SignedOut>(await ChangeAsync());
        Assert.Equal(A.PasswordHash, await HashAsync());
    }

    [Fact]
    public async Task A18_No_sign_in_with_the_old_password_outlives_a_change_that_signs_out_everywhere_else()
    {
        await AtOnceAsync(24, async (host, number) => number == 8
            ? (object)await ChangeAsync(endOthers: true, on: host)
            : await SignInAsync(A.Password, $"198.51.100.{number}", host));

        var session = await Host.ReadAsync(database => database.BrowserSessions.SingleAsync(session => session.FinishedAt == null));
        Assert.Equal(_person.BrowserSessionId, session.Id);
        Assert.NotEqual(A.PasswordHash, await HashAsync());
    }

    [Fact]
    public async Task Of_many_changes_at_once_one_takes_effect()
    {
        var outcomes = await AtOnceAsync(10, (host, number) => ChangeAsync(password: $"{NewPassword} {number}", address: $"198.51.100.{number}", on: host));

        var winner = Assert.Single(outcomes.Index(), outcome => outcome.Item is ChangePasswordOutcome.Changed).Index;
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync($"{NewPassword} {winner}"));
    }

    private Task<ChangePasswordOutcome> ChangeAsync(
        string current = A.Password, string password = NewPassword, string? again = null, bool endOthers = false, string address = "192.0.2.1", IdentityHost? on = null) =>
        (on ?? Host).RunAsync<PasswordChange, ChangePasswordOutcome>(
            service => service.ChangeAsync(new ChangePasswordCommand(_person, current, password, again, endOthers, A.Requester(address)), CancellationToken.None));

    private Task<SignInOutcome> SignInAsync(string password, string address = "192.0.2.1", IdentityHost? on = null) => (on ?? Host).RunAsync<SignInService, SignInOutcome>(
        service => service.SignInAsync(new SignInCommand("alice", password, A.Requester(address)), CancellationToken.None));

    private Task<string?> HashAsync() => Host.ReadAsync(database => database.Users.Select(user => user.PasswordHash).SingleAsync());

    public sealed class OnSqlite() : PasswordChangeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : PasswordChangeTests(DatabaseProvider.PostgreSql);
}
