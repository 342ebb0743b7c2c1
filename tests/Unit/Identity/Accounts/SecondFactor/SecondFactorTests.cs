using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.SecondFactor;

/// <summary>Signing in in two steps, and what turns it on and off.</summary>
public abstract class SecondFactorTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly PortalUser _user = A.User(passwordHash: A.PasswordHash);
    private readonly TwoSteps _steps = new();

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Passwords:MaxWaiting"] = "1000" };

    private string Code => _steps.CodeAt(Clock.GetUtcNow());

    private string WrongCode => _steps.WrongCodeAt(Clock.GetUtcNow());

    [Fact]
    public async Task A_password_alone_signs_nobody_in()
    {
        await ArrangeAsync();

        var needs = Assert.IsType<SignInOutcome.NeedsSecondStep>(await SignInAsync());

        Assert.Equal(new PendingSignIn(_user.Id, Clock.GetUtcNow()), needs.Pending);
        Assert.Equal(0, await Host.ReadAsync(database => database.BrowserSessions.CountAsync()));
    }

    [Fact]
    public async Task A45_With_a_wrong_password_nothing_tells_that_there_is_a_second_step()
    {
        await ArrangeAsync();

        Assert.Equal(new SignInOutcome.Refused(), await SignInAsync(password: "not the password"));
        Assert.Equal(new SignInOutcome.Refused(), await SignInAsync(password: "not the password", code: Code));
    }

    [Fact]
    public async Task The_code_signs_in_and_the_session_remembers_how()
    {
        var pending = await PendAsync();
        Clock.Advance(TimeSpan.FromMinutes(2));

        var session = Assert.IsType<SignInOutcome.SignedIn>(await FinishAsync(pending, Code)).Session;

        var person = await Host.RunAsync<BrowserSessions, SignedInPerson?>(sessions => sessions.FindAsync(session.Key, CancellationToken.None));
        Assert.Equal((ProofMethods.Password | ProofMethods.OneTimeCode, pending.ProvenAt), (person!.Methods, person.AuthenticatedAt));
        Assert.False(person.IsProofVoid);
    }

    [Fact]
    public async Task A30_The_code_alone_signs_nobody_in()
    {
        await ArrangeAsync();

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(password: Code));
        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(password: "", code: Code));
        Assert.IsType<SignInOutcome.Expired>(await FinishAsync(new PendingSignIn(Guid.CreateVersion7(Clock.GetUtcNow()), Clock.GetUtcNow()), Code));
    }

    [Fact]
    public async Task A36_A_code_of_somebody_else_is_worth_nothing()
    {
        var pending = await PendAsync();
        var (other, theirs) = (A.User("bob", A.PasswordHash), new TwoSteps());
        await Host.ArrangeAsync([other, .. theirs.RowsOf(other)]);

        Assert.IsType<SignInOutcome.WrongCode>(await FinishAsync(pending, theirs.RecoveryCode));
        Assert.IsType<SignInOutcome.SignedIn>(await FinishAsync(pending, Code));
    }

    [Fact]
    public async Task A_code_counts_once()
    {
        var pending = await PendAsync();
        Assert.IsType<SignInOutcome.SignedIn>(await FinishAsync(pending, Code));

        Assert.IsType<SignInOutcome.WrongCode>(await FinishAsync(pending, Code));
        Assert.IsType<SignInOutcome.WrongCode>(await SignInAsync(code: Code));
        Assert.Equal(1, await Host.ReadAsync(database => database.BrowserSessions.CountAsync()));
    }

    [Fact]
    public async Task A_code_that_is_used_many_times_at_once_counts_once()
    {
        var pending = await PendAsync();

        var outcomes = await AtOnceAsync(8, (host, number) => FinishAsync(pending, Code, host: host));

        Assert.Single(outcomes.OfType<SignInOutcome.SignedIn>());
        Assert.Equal(7, outcomes.OfType<SignInOutcome.WrongCode>().Count());
        Assert.Equal(1, await Host.ReadAsync(database => database.BrowserSessions.CountAsync()));
    }

    [Fact]
    public async Task A_recovery_code_takes_its_place_once_and_every_address_is_told()
    {
        var pending = await PendAsync();
        await Host.ArrangeAsync(A.Email(_user, "alice@mail.example"));

        var session = Assert.IsType<SignInOutcome.SignedIn>(await FinishAsync(pending, _steps.RecoveryCode.ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal))).Session;

        Assert.Equal(ProofMethods.Password | ProofMethods.RecoveryCode, session.Session.Methods);
        Assert.IsType<SignInOutcome.WrongCode>(await FinishAsync(pending, _steps.RecoveryCode));
        Assert.Equal(SecurityEvent.RecoveryCodeUsed, await Host.ReadAsync(database => database.SecurityEvents.Select(happened => happened.Kind).SingleAsync()));
        await Host.DeliverAsync();
        Assert.Equal(NoticeKind.RecoveryCodeUsed, Assert.Single(Host.Mailer.Notices).Kind);
    }

    [Fact]
    public async Task A_recovery_code_that_is_used_many_times_at_once_counts_once()
    {
        var pending = await PendAsync();

        var outcomes = await AtOnceAsync(8, (host, number) => FinishAsync(pending, _steps.RecoveryCode, host: host));

        Assert.Single(outcomes.OfType<SignInOutcome.SignedIn>());
        Assert.Equal(1, await Host.ReadAsync(database => database.SecurityEvents.CountAsync()));
    }

    [Fact]
    public async Task A31_Codes_are_tried_ten_times_and_the_eleventh_is_not_looked_at_even_if_it_is_right()
    {
        var pending = await PendAsync();
        for (var number = 0; number < 10; number++)
        {
            Assert.IsType<SignInOutcome.WrongCode>(await FinishAsync(pending, WrongCode, address: $"192.0.2.{number}"));
        }

        Assert.Equal(TimeSpan.FromMinutes(6), Assert.IsType<SignInOutcome.RateLimited>(await FinishAsync(pending, Code)).RetryAfter);
        Assert.IsType<SignInOutcome.RateLimited>(await SignInAsync(code: Code));
        Assert.IsType<SignInOutcome.RateLimited>(await FinishAsync(pending, _steps.RecoveryCode));
    }

    [Fact]
    public async Task Who_is_guessed_at_hears_once_a_day_that_somebody_knows_the_password()
    {
        var pending = await PendAsync();
        await Host.ArrangeAsync(A.Email(_user, "alice@mail.example"));
        for (var number = 0; number < 13; number++)
        {
            await FinishAsync(pending, WrongCode);
        }

        await Host.DeliverAsync();

        Assert.Equal(NoticeKind.SecondFactorGuessed, Assert.Single(Host.Mailer.Notices).Kind);
        Assert.Equal([SecurityEvent.SecondFactorGuessed], await Host.ReadAsync(database => database.SecurityEvents.Select(happened => happened.Kind).ToListAsync()));
    }

    [Fact]
    public async Task A34_Whoever_does_not_know_the_password_uses_up_no_code()
    {
        var pending = await PendAsync();
        for (var number = 0; number < 20; number++)
        {
            Assert.IsType<SignInOutcome.Refused>(await SignInAsync(password: "not the password", code: WrongCode, address: $"192.0.2.{number}"));
        }

        Assert.IsType<SignInOutcome.SignedIn>(await FinishAsync(pending, Code));
    }

    [Fact]
    public async Task The_second_step_is_taken_within_ten_minutes()
    {
        var pending = await PendAsync();
        Clock.Jump(PendingSignIn.Lifetime);
        Assert.IsType<SignInOutcome.WrongCode>(await FinishAsync(pending, WrongCode));
        Clock.Jump(TimeSpan.FromSeconds(1));

        Assert.IsType<SignInOutcome.Expired>(await FinishAsync(pending, Code));
    }

    [Fact]
    public async Task A_password_that_was_replaced_meanwhile_is_proven_no_more()
    {
        var pending = await PendAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Host.ChangeAsync(async database => (await database.Users.SingleAsync()).ReplacePassword(A.PasswordHash, Clock.GetUtcNow()));

        Assert.IsType<SignInOutcome.Expired>(await FinishAsync(pending, Code));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_has_become_of_the_account_is_told_after_both_steps(bool locked)
    {
        await ArrangeAsync();
        await Host.ChangeAsync(async database =>
        {
            var user = await database.Users.SingleAsync();
            if (locked)
            {
                user.Lock(Clock.GetUtcNow());
            }
            else
            {
                user.RequestDeletion(erase: false, TimeSpan.FromDays(7), Clock.GetUtcNow());
            }
        });

        var pending = Assert.IsType<SignInOutcome.NeedsSecondStep>(await SignInAsync()).Pending;
        Assert.IsType<SignInOutcome.WrongCode>(await FinishAsync(pending, WrongCode));
        var outcome = await FinishAsync(pending, Code);

        if (locked)
        {
            Assert.IsType<SignInOutcome.Locked>(outcome);
        }
        else
        {
            Assert.Equal(new SignInProof(pending.ProvenAt, ProofMethods.Password | ProofMethods.OneTimeCode), Assert.IsType<SignInOutcome.Deactivated>(outcome).Return!.Proof);
        }
    }

    [Fact]
    public async Task Is_turned_on_by_a_code_of_the_app()
    {
        var (person, key) = (await PersonAsync(), AuthenticatorKey.Draw(new SecretGenerator()));
        await Host.ArrangeAsync(A.Email(_user, "alice@mail.example"));

        Assert.IsType<EnableOutcome.WrongCode>(await EnableAsync(person, key, "000000"));
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync());
        var codes = Assert.IsType<EnableOutcome.Enabled>(await EnableAsync(person, key, TimeCode.Of(key.Bytes, TimeCode.StepAt(Clock.GetUtcNow())))).RecoveryCodes;

        Assert.Equal(10, codes.Distinct().Count());
        Assert.IsType<EnableOutcome.AlreadyOn>(await EnableAsync(person, key, TimeCode.Of(key.Bytes, TimeCode.StepAt(Clock.GetUtcNow()) + 1)));
        var pending = Assert.IsType<SignInOutcome.NeedsSecondStep>(await SignInAsync()).Pending;
        Assert.IsType<SignInOutcome.WrongCode>(await FinishAsync(pending, TimeCode.Of(key.Bytes, TimeCode.StepAt(Clock.GetUtcNow())))); // that of the set-up is used
        Assert.IsType<SignInOutcome.SignedIn>(await FinishAsync(pending, codes[3]));
        Assert.Equal(9, (await SummaryAsync())!.CodesLeft);
        await Host.DeliverAsync();
        Assert.Equal([NoticeKind.SecondFactorEnabled, NoticeKind.RecoveryCodeUsed], Host.Mailer.Notices.Select(notice => notice.Kind).Order());
    }

    [Fact]
    public async Task Is_turned_on_once_by_many_tabs()
    {
        var (person, key) = (await PersonAsync(), AuthenticatorKey.Draw(new SecretGenerator()));
        var code = TimeCode.Of(key.Bytes, TimeCode.StepAt(Clock.GetUtcNow()));

        var outcomes = await AtOnceAsync(6, (host, number) => EnableAsync(person, key, code, host));

        Assert.Single(outcomes.OfType<EnableOutcome.Enabled>());
        Assert.Equal(5, outcomes.OfType<EnableOutcome.AlreadyOn>().Count());
        Assert.Equal(RecoveryCode.Count, await Host.ReadAsync(database => database.RecoveryCodes.CountAsync()));
    }

    [Fact]
    public async Task A29_What_was_proven_by_the_password_alone_before_proves_nothing_from_then_on()
    {
        var (here, elsewhere) = (await PersonAsync(), Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(address: "192.0.2.7")).Session);
        var key = AuthenticatorKey.Draw(new SecretGenerator());

        Assert.IsType<EnableOutcome.Enabled>(await EnableAsync(here, key, TimeCode.Of(key.Bytes, TimeCode.StepAt(Clock.GetUtcNow()))));

        Assert.False(await HasFreshProofAsync(elsewhere.Session.Id));
        Assert.True(await HasFreshProofAsync(here.BrowserSessionId)); // the app was shown to have the key in this one
    }

    [Fact]
    public async Task Is_turned_off_with_all_its_codes()
    {
        await ArrangeAsync();
        var session = Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(code: Code)).Session.Session;

        Assert.True(await Host.RunAsync<SecondFactors, bool>(factors => factors.DisableAsync(A.Person(_user, session), A.Requester(), CancellationToken.None)));

        Assert.False(await Host.RunAsync<SecondFactors, bool>(factors => factors.DisableAsync(A.Person(_user, session), A.Requester(), CancellationToken.None)));
        Assert.Equal(0, await Host.ReadAsync(database => database.RecoveryCodes.CountAsync()));
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(address: "192.0.2.7"));
    }

    [Fact]
    public async Task New_recovery_codes_void_those_before()
    {
        await ArrangeAsync();
        var session = Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(code: Code)).Session.Session;

        var codes = await Host.RunAsync<SecondFactors, IReadOnlyList<string>?>(factors => factors.ReplaceCodesAsync(A.Person(_user, session), A.Requester(), CancellationToken.None));

        Clock.Advance(TimeSpan.FromMinutes(1));
        var pending = Assert.IsType<SignInOutcome.NeedsSecondStep>(await SignInAsync(address: "192.0.2.7")).Pending;
        Assert.IsType<SignInOutcome.WrongCode>(await FinishAsync(pending, _steps.RecoveryCode));
        Assert.IsType<SignInOutcome.SignedIn>(await FinishAsync(pending, codes![9]));
    }

    [Fact]
    public async Task A29_The_current_password_is_not_enough_to_change_it()
    {
        await ArrangeAsync();
        var session = Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(code: Code)).Session.Session;
        var person = A.Person(_user, session) with { Methods = session.Methods };
        Clock.Jump(new AccountOptions().ProofLifetime + TimeSpan.FromSeconds(1));

        Assert.IsType<ChangePasswordOutcome.NeedsProof>(await ChangePasswordAsync(person));

        var proof = Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(code: Code, replaced: session.Id)).Session.Session;
        var changed = Assert.IsType<ChangePasswordOutcome.Changed>(await ChangePasswordAsync(A.Person(_user, proof))).Session.Session;
        Assert.Equal((proof.AuthenticatedAt, proof.Methods), (changed.AuthenticatedAt, changed.Methods)); // whoever knew the password has taken no second step with that
    }

    [Fact]
    public async Task The_key_is_stored_only_in_a_form_that_the_database_alone_does_not_give_away()
    {
        await ArrangeAsync();

        var stored = await Host.ReadAsync(database => database.Authenticators.SingleAsync());

        Assert.Equal(TimeCode.KeyLength, A.Protector().Unprotect(stored.ProtectedKey).Length);
    }

    private Task ArrangeAsync() => Host.ArrangeAsync([_user, .. _steps.RowsOf(_user)]);

    private async Task<PendingSignIn> PendAsync()
    {
        await ArrangeAsync();
        return Assert.IsType<SignInOutcome.NeedsSecondStep>(await SignInAsync()).Pending;
    }

    /// <summary>Somebody without a second step, signed in.</summary>
    private async Task<SignedInPerson> PersonAsync()
    {
        await Host.ArrangeAsync(_user);
        return A.Person(_user, Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(address: "192.0.2.6")).Session.Session);
    }

    private async Task<bool> HasFreshProofAsync(Guid sessionId) =>
        (await Host.RunAsync<BrowserSessions, SignedInPerson?>(sessions => sessions.FindAsync(sessionId, CancellationToken.None)))!.HasFreshProof(Clock.GetUtcNow(), new AccountOptions().ProofLifetime);

    private Task<SecondFactorSummary?> SummaryAsync() => Host.RunAsync<SecondFactors, SecondFactorSummary?>(factors => factors.FindAsync(_user.Id, CancellationToken.None));

    private Task<SignInOutcome> SignInAsync(string password = A.Password, string? code = null, string address = "192.0.2.1", Guid? replaced = null) =>
        Host.RunAsync<SignInService, SignInOutcome>(signIn => signIn.SignInAsync(new SignInCommand("alice", password, A.Requester(address), replaced, code), CancellationToken.None));

    private Task<SignInOutcome> FinishAsync(PendingSignIn pending, string code, string address = "192.0.2.1", IdentityHost? host = null) =>
        (host ?? Host).RunAsync<SignInService, SignInOutcome>(signIn => signIn.FinishAsync(pending, code, A.Requester(address), null, CancellationToken.None));

    private Task<EnableOutcome> EnableAsync(SignedInPerson person, AuthenticatorKey key, string code, IdentityHost? host = null) =>
        (host ?? Host).RunAsync<SecondFactors, EnableOutcome>(factors => factors.EnableAsync(person, key, code, A.Requester(), CancellationToken.None));

    private Task<ChangePasswordOutcome> ChangePasswordAsync(SignedInPerson person) => Host.RunAsync<PasswordChange, ChangePasswordOutcome>(passwords => passwords.ChangeAsync(
        new ChangePasswordCommand(person, A.Password, "seven copper kettles hum at dawn", null, EndOthers: false, A.Requester()), CancellationToken.None));

    public sealed class OnSqlite() : SecondFactorTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : SecondFactorTests(DatabaseProvider.PostgreSql);
}
