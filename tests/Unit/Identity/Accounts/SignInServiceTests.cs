using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts;

public abstract class SignInServiceTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly PortalUser _user = A.User(passwordHash: A.PasswordHash);
    private readonly InterruptedGenerator _secrets = new();

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Matrix:ServerName"] = "example.org", ["Portal:Account:LoginWithEmailAllowed"] = "true" };

    protected override void Change(IServiceCollection services) => services.AddSingleton<SecretGenerator>(_secrets);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Host.ArrangeAsync(_user, A.Email(_user, "alice@mail.example"));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData(" Alice ")]
    [InlineData("@alice:example.org")]
    [InlineData("Alice@mail.example")]
    public async Task Line_7_A_username_a_Matrix_id_and_an_address_sign_in(string identifier)
    {
        var session = Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(identifier)).Session;

        var person = await Host.RunAsync<BrowserSessions, SignedInPerson?>(sessions => sessions.FindAsync(session.Key, CancellationToken.None));
        Assert.Equal((_user.Id, "alice"), (person!.UserId, person.Username));
    }

    [Theory]
    [InlineData("alice", "wrong")]
    [InlineData("nobody", A.Password)]
    [InlineData("@alice:elsewhere.example", A.Password)]
    [InlineData("nobody@mail.example", A.Password)]
    [InlineData("", "")]
    public async Task Line_8_A45_A_wrong_password_and_an_unknown_name_have_the_same_answer(string identifier, string password) =>
        Assert.Equal(new SignInOutcome.Refused(), await SignInAsync(identifier, password));

    [Fact]
    public async Task Line_8_An_account_without_password_has_the_same_answer()
    {
        await Host.ArrangeAsync(A.User("bob"));

        Assert.Equal(new SignInOutcome.Refused(), await SignInAsync("bob"));
    }

    [Theory]
    [InlineData("a\0b", "password")]
    [InlineData("alice", "pass\0word")]
    [InlineData("a\ud800b", "password")]
    public async Task A45_What_no_database_can_hold_is_refused_like_any_other_name(string identifier, string password) =>
        Assert.Equal(new SignInOutcome.Refused(), await SignInAsync(identifier, password));

    [Theory]
    [InlineData("alice")]
    [InlineData("nobody")]
    public async Task Line_9_A45_The_fourth_try_within_a_minute_is_limited_whether_the_name_is_known_or_not(string identifier)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.IsType<SignInOutcome.Refused>(await SignInAsync(identifier, "wrong"));
        }

        Assert.Equal(TimeSpan.FromSeconds(20), Assert.IsType<SignInOutcome.RateLimited>(await SignInAsync(identifier)).RetryAfter);
        Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.IsNotType<SignInOutcome.RateLimited>(await SignInAsync(identifier));
    }

    [Fact]
    public async Task An_address_that_two_accounts_have_signs_in_neither()
    {
        var bob = A.User("bob", A.PasswordHash);
        await Host.ArrangeAsync(bob, A.Email(bob, "alice@mail.example"));

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync("alice@mail.example"));
    }

    [Fact]
    public async Task A_hash_of_an_older_scheme_is_replaced_at_sign_in()
    {
        var old = new PasswordSchemes(new SecretGenerator(), hasArgon2: false).Hash(A.Password);
        await ChangeUserAsync(user => user.PasswordHash = old);

        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync("alice"));

        Assert.StartsWith("$argon2id$", await Host.ReadAsync(database => database.Users.Select(user => user.PasswordHash).SingleAsync()));
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync("alice"));
    }

    [Fact]
    public async Task Policy_line_4_A_wrong_password_on_an_old_hash_changes_nothing()
    {
        var old = new PasswordSchemes(new SecretGenerator(), hasArgon2: false).Hash(A.Password);
        await ChangeUserAsync(user => user.PasswordHash = old);

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync("alice", "wrong"));

        Assert.Equal(old, await Host.ReadAsync(database => database.Users.Select(user => user.PasswordHash).SingleAsync()));
    }

    [Fact]
    public async Task Policy_line_2_A_password_that_would_not_be_taken_today_still_signs_in()
    {
        var weak = new PasswordSchemes(new SecretGenerator()).Hash("password");
        await ChangeUserAsync(user => user.PasswordHash = weak);

        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync("alice", "password"));
    }

    [Fact]
    public async Task A45_A_refusal_is_answered_at_the_same_time_whatever_is_stored_and_a_right_password_at_once()
    {
        var slot = TimeSpan.FromSeconds(1);
        var costly = new IdentityHost(Host.Database, new Dictionary<string, string?>(Settings) { ["Portal:Passwords:RefusalTime"] = $"{slot}" }, Clock);
        await using var _ = costly;
        await Host.ArrangeAsync(A.User("bob", new PasswordSchemes(new SecretGenerator(), hasArgon2: false).Hash(A.Password)), A.User("carol"));
        foreach (var name in (string[])["alice", "bob", "carol", "nobody"])
        {
            Clock.Advance(TimeSpan.FromMinutes(10)); // the limits are not what this is about
            var answer = costly.RunAsync<SignInService, SignInOutcome>(service => service.SignInAsync(new SignInCommand(name, "wrong", A.Requester()), CancellationToken.None));
            await WaitForTimerAsync(answer);

            Clock.Advance(slot - TimeSpan.FromMilliseconds(1));
            Assert.False(answer.IsCompleted);
            Clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.IsType<SignInOutcome.Refused>(await answer);
        }

        Assert.IsType<SignInOutcome.SignedIn>(await costly.RunAsync<SignInService, SignInOutcome>(
            service => service.SignInAsync(new SignInCommand("alice", A.Password, A.Requester("192.0.2.2")), CancellationToken.None)));
    }

    [Fact]
    public async Task A_password_that_was_changed_while_it_was_checked_signs_nobody_in()
    {
        var old = new PasswordSchemes(new SecretGenerator(), hasArgon2: false).Hash(A.Password);
        await ChangeUserAsync(user => user.PasswordHash = old);
        Host.Services.GetRequiredService<PasswordSchemes>(); // draws bytes of its own when it is made
        var changed = 0;
        _secrets.BeforeBytes = () =>
        {
            _secrets.BeforeBytes = () => { };
            ChangeUserAsync(user => user.PasswordHash = A.PasswordHash).GetAwaiter().GetResult(); // the old one is right and being hashed anew
            changed++;
        };

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync("alice"));

        Assert.Equal(1, changed);
        Assert.Equal(A.PasswordHash, await Host.ReadAsync(database => database.Users.Select(user => user.PasswordHash).SingleAsync()));
    }

    [Fact]
    public async Task A_locked_account_is_told_so_only_to_who_has_the_password()
    {
        await ChangeUserAsync(user => user.Lock(Clock.GetUtcNow()));

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync("alice", "wrong"));
        Assert.IsType<SignInOutcome.Locked>(await SignInAsync("alice"));
        Assert.Equal(0, await Host.ReadAsync(database => database.BrowserSessions.CountAsync()));
    }

    [Fact]
    public async Task A_deleted_account_is_told_so_only_to_who_has_the_password()
    {
        await ChangeUserAsync(user => user.Deactivate(Clock.GetUtcNow()));

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync("alice", "wrong"));
        Assert.IsType<SignInOutcome.Deactivated>(await SignInAsync("alice"));
    }

    // The work is done in real time: its end is when somebody waits for the clock.
    private async Task WaitForTimerAsync(Task answer)
    {
        while (Clock.RunningTimers == 0 && !answer.IsCompleted)
        {
            await Task.Yield();
        }
    }

    private Task<SignInOutcome> SignInAsync(string identifier, string password = A.Password) => Host.RunAsync<SignInService, SignInOutcome>(
        service => service.SignInAsync(new SignInCommand(identifier, password, A.Requester()), CancellationToken.None));

    private Task ChangeUserAsync(Action<PortalUser> change) => Host.ChangeAsync(async database => change(await database.Users.SingleAsync()));

    /// <summary>Lets something happen just before a salt is drawn.</summary>
    private sealed class InterruptedGenerator : SecretGenerator
    {
        public Action BeforeBytes { get; set; } = () => { };

        public override byte[] Bytes(int count)
        {
            BeforeBytes();
            return base.Bytes(count);
        }
    }

    public sealed class OnSqlite() : SignInServiceTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : SignInServiceTests(DatabaseProvider.PostgreSql);
}
