using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.AppPasswords;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Legacy;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.AppPasswords;

/// <summary>Passwords that sign in one app of the legacy login each, and do nothing else.</summary>
public abstract class AppPasswordTests(DatabaseProvider engine) : StorageTest(engine)
{
    private static int _addresses;
    private readonly RefusingHomeserver _homeserver = new();
    private readonly PortalUser _user = A.User(passwordHash: A.PasswordHash);
    private BrowserSession _browser = null!;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:Matrix:ServerName"] = "example.org",
        ["Portal:Account:AppPasswordsAllowed"] = "true",
        ["Portal:RateLimiting:ProgramAccess:Burst"] = "1000",
        ["Portal:Passwords:MaxWaiting"] = "1000",
    };

    private SignedInPerson Person => A.Person(_user, _browser);

    protected override void Change(IServiceCollection services) => _homeserver.AddTo(services);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _browser = A.BrowserSession(_user);
        await Host.ArrangeAsync(_user, _browser, A.Email(_user, "alice@mail.example"));
    }

    [Fact]
    public async Task It_signs_in_an_app_as_often_as_one_likes_and_the_main_password_goes_on_working()
    {
        var made = await AProgram.PasswordAsync(Host, Person);

        Assert.True((await LoginAsync(made.Password.ToDisplay())).Succeeded);
        Assert.True((await LoginAsync(made.Password.ToDisplay().ToUpperInvariant().Replace('-', ' '))).Succeeded);
        Assert.True((await LoginAsync(A.Password)).Succeeded);

        Assert.Equal(2, await Host.ReadAsync(database => database.LegacySessions.CountAsync(session => session.AppPasswordId == made.Id && session.BrowserSessionId == null)));
        Assert.Equal(Clock.GetUtcNow(), Assert.Single(await ListAsync()).LastUsedAt);
    }

    [Fact]
    public async Task It_opens_nothing_else()
    {
        var made = await AProgram.PasswordAsync(Host, Person);
        var typed = made.Password.ToDisplay();

        Assert.IsType<SignInOutcome.Refused>(await Host.RunAsync<SignInService, SignInOutcome>(signIn =>
            signIn.SignInAsync(new SignInCommand("alice", typed, Elsewhere(), ReplacedSessionId: null), CancellationToken.None)));
        Assert.IsType<ChangePasswordOutcome.Refused>(await Host.RunAsync<PasswordChange, ChangePasswordOutcome>(change =>
            change.ChangeAsync(new ChangePasswordCommand(Person, typed, "seven copper kettles hum at dawn", "seven copper kettles hum at dawn", EndOthers: false, Elsewhere()), CancellationToken.None)));
    }

    [Fact]
    public async Task Only_its_own_account_has_it()
    {
        var made = await AProgram.PasswordAsync(Host, Person);
        await Host.ArrangeAsync(A.User("bob", A.PasswordHash));

        Assert.Equal(MatrixError.WrongPassword, (await LoginAsync(made.Password.ToDisplay(), "bob")).Error);
        Assert.Equal(MatrixError.WrongPassword, (await LoginAsync(made.Password.ToDisplay(), "nobody")).Error);
    }

    [Fact]
    public async Task Ending_it_signs_out_what_it_let_in_and_nothing_else()
    {
        var (first, second) = (await AProgram.PasswordAsync(Host, Person, "first"), await AProgram.PasswordAsync(Host, Person, "second"));
        await LoginAsync(first.Password.ToDisplay());
        await LoginAsync(second.Password.ToDisplay());
        await LoginAsync(A.Password);

        Assert.True(await EndAsync(first.Id));

        Assert.Equal([first.Id], await Host.ReadAsync(database => database.LegacySessions.Where(session => session.FinishedAt != null).Select(session => session.AppPasswordId!.Value).ToListAsync()));
        Assert.Equal(MatrixError.WrongPassword, (await LoginAsync(first.Password.ToDisplay())).Error);
        Assert.True((await LoginAsync(second.Password.ToDisplay())).Succeeded);
        Assert.False(await EndAsync(first.Id));
    }

    [Fact]
    public async Task It_is_nowhere_but_in_the_answer_and_every_address_is_told()
    {
        var made = await AProgram.PasswordAsync(Host, Person);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await EndAsync(made.Id);
        await Host.DeliverAsync();

        Assert.Equal([NoticeKind.AppPasswordMade, NoticeKind.AppPasswordEnded], Host.Mailer.Notices.Select(notice => notice.Kind));
        Assert.All(Host.Mailer.Notices, notice => Assert.Equal("old app", notice.Detail));
        Assert.DoesNotContain(made.Password.ToDisplay(), made.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            [SecurityEvent.AppPasswordMade, SecurityEvent.AppPasswordEnded],
            await Host.ReadAsync(database => database.SecurityEvents.OrderBy(happened => happened.Id).Select(happened => happened.Kind).ToListAsync()));
    }

    [Fact]
    public async Task A_locked_account_is_told_so_only_by_whoever_knows_a_password()
    {
        var made = await AProgram.PasswordAsync(Host, Person);
        await Host.RunAsync<AccountLocking>(locking => locking.LockAsync(_user.Id, CancellationToken.None));

        Assert.Equal(MatrixError.UserLocked, (await LoginAsync(made.Password.ToDisplay())).Error);
        Assert.Equal(MatrixError.WrongPassword, (await LoginAsync("k3m9-abcd-efgh-jkmn-pqrs")).Error);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_them_too()
    {
        var made = await AProgram.PasswordAsync(Host, Person);
        var preview = await Host.RunAsync<AccountSessionList, SessionEndPreview>(list => list.PreviewEndAsync(_user.Id, _browser.Id, SessionSelection.Others(_browser.Id), CancellationToken.None));
        Assert.Equal(1, preview.AppPasswords);

        await Host.RunAsync<AccountSessions>(sessions => sessions.EndOthersAsync(_user.Id, _browser.Id, CancellationToken.None));

        Assert.Equal(MatrixError.WrongPassword, (await LoginAsync(made.Password.ToDisplay())).Error);
    }

    [Fact]
    public async Task A31_Guesses_use_up_the_same_tries_as_guesses_of_the_main_password()
    {
        var made = await AProgram.PasswordAsync(Host, Person);
        var here = A.Requester("198.51.100.77");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(MatrixError.WrongPassword, (await LoginAsync("k3m9-abcd-efgh-jkmn-pqrs", from: here)).Error);
        }

        Assert.Equal("M_LIMIT_EXCEEDED", (await LoginAsync(made.Password.ToDisplay(), from: here)).Error!.Code);
        Assert.Equal("M_LIMIT_EXCEEDED", (await LoginAsync("k3m9-abcd-efgh-jkmn-pqrs", "nobody", here)).Error!.Code);
    }

    [Fact]
    public async Task A73_Somebody_elses_is_neither_seen_nor_ended()
    {
        var made = await AProgram.PasswordAsync(Host, Person);
        var bob = A.User("bob", A.PasswordHash);
        var browser = A.BrowserSession(bob);
        await Host.ArrangeAsync(bob, browser);

        Assert.False(await Host.RunAsync<AccountAppPasswords, bool>(passwords => passwords.EndAsync(A.Person(bob, browser), made.Id, A.Requester(), CancellationToken.None)));
        Assert.Null(await Host.RunAsync<AccountAppPasswords, AppPassword?>(passwords => passwords.FindAsync(bob.Id, made.Id, CancellationToken.None)));
        Assert.True((await LoginAsync(made.Password.ToDisplay())).Succeeded);
    }

    [Fact]
    public async Task An_end_misses_no_login_that_began_before_it()
    {
        var made = await AProgram.PasswordAsync(Host, Person);

        await AtOnceAsync(12, async (process, number) =>
        {
            if (number == 6)
            {
                await process.RunAsync<AccountAppPasswords>(passwords => passwords.EndAsync(Person, made.Id, A.Requester(), CancellationToken.None));
                return true;
            }

            return (await LoginAsync(made.Password.ToDisplay(), on: process)).Succeeded;
        });

        Assert.Equal(0, await Host.ReadAsync(database => database.LegacySessions.CountAsync(session => session.FinishedAt == null)));
    }

    [Fact]
    public async Task So_many_at_once_stop_at_the_limit()
    {
        var outcomes = await AtOnceAsync(AccountAppPasswords.MaxPerAccount + 10, (process, _) => AProgram.MakePasswordAsync(process, Person));

        Assert.Equal(AccountAppPasswords.MaxPerAccount, outcomes.Count(outcome => outcome is MakeAppPasswordOutcome.Made));
        Assert.Equal(10, outcomes.Count(outcome => outcome is MakeAppPasswordOutcome.TooMany));
    }

    [Fact]
    public async Task A29_After_a_new_password_an_older_proof_makes_none()
    {
        await Host.ChangeAsync(async database => (await database.Users.SingleAsync()).ReplacePassword(A.PasswordHash, Clock.GetUtcNow().AddSeconds(1)));

        Assert.IsType<MakeAppPasswordOutcome.SignedOut>(await AProgram.MakePasswordAsync(Host, Person));
    }

    private static Requester Elsewhere() => A.Requester($"198.18.7.{Interlocked.Increment(ref _addresses) % 250}");

    private Task<MatrixResult<LegacyLoginResponse>> LoginAsync(string password, string name = "alice", Requester? from = null, IdentityHost? on = null) =>
        (on ?? Host).RunAsync<LegacyLogin, MatrixResult<LegacyLoginResponse>>(
            login => login.SignInAsync(new PasswordLogin(name, password), ALegacyApp.Device(), from ?? Elsewhere(), CancellationToken.None));

    private Task<bool> EndAsync(Guid id) => Host.RunAsync<AccountAppPasswords, bool>(passwords => passwords.EndAsync(Person, id, A.Requester(), CancellationToken.None));

    private Task<IReadOnlyList<AppPassword>> ListAsync() => Host.RunAsync<AccountAppPasswords, IReadOnlyList<AppPassword>>(passwords => passwords.ListAsync(_user.Id, CancellationToken.None));

    public sealed class OnSqlite() : AppPasswordTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AppPasswordTests(DatabaseProvider.PostgreSql);
}
