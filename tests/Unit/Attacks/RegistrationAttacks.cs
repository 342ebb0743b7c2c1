using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Identity.Accounts.Registration;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to get an account, a name or an address without the steps, or the same one twice.</summary>
public abstract class RegistrationAttacks(DatabaseProvider engine) : StorageTest(engine)
{
    private ARegistration _registration = null!;

    protected override Dictionary<string, string?> Settings => ARegistration.Open;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _registration = new ARegistration(Host);
    }

    [Fact]
    public async Task A15_A_registration_finished_ten_times_at_once_makes_one_account()
    {
        var id = await _registration.StoreAsync(verified: true);

        var outcomes = await AtOnceAsync(10, (process, _) => _registration.FinishAsync(id, on: process));

        Assert.Single(outcomes.OfType<FinishOutcome.Completed>());
        Assert.Equal(9, outcomes.OfType<FinishOutcome.AlreadyCompleted>().Count());
        Assert.Equal((1, 1, 1), await CountAsync());
    }

    [Fact]
    public async Task A15_Ten_registrations_of_one_name_at_once_make_one_account_and_tell_the_others()
    {
        var ids = await StoreAsync(10, number => ("alice", $"alice{number}@example.org"));

        var outcomes = await AtOnceAsync(10, (process, number) => _registration.FinishAsync(ids[number], on: process));

        Assert.Single(outcomes.OfType<FinishOutcome.Completed>());
        Assert.Equal(9, outcomes.OfType<FinishOutcome.NameTaken>().Count());
        Assert.Equal((1, 1, 1), await CountAsync());
    }

    [Fact]
    public async Task A15_Ten_registrations_of_one_address_at_once_make_one_account_and_tell_the_others()
    {
        var ids = await StoreAsync(10, number => ($"alice{number}", number % 2 == 0 ? "alice@example.org" : "ALICE@example.ORG"));

        var outcomes = await AtOnceAsync(10, (process, number) => _registration.FinishAsync(ids[number], on: process));

        Assert.Single(outcomes.OfType<FinishOutcome.Completed>());
        Assert.Equal(9, outcomes.OfType<FinishOutcome.EmailInUse>().Count());
        Assert.Equal((1, 1, 1), await CountAsync());
    }

    [Fact]
    public async Task A31_The_eleventh_guess_at_a_code_is_not_looked_at()
    {
        var id = await _registration.StartAsync();
        var code = await _registration.ReadMailAsync();
        for (var guess = 0; guess < 10; guess++)
        {
            Assert.IsType<VerifyOutcome.WrongCode>(await _registration.VerifyAsync(id, ARegistration.OtherThan(code)));
        }

        var limited = Assert.IsType<VerifyOutcome.RateLimited>(await _registration.VerifyAsync(id, code));

        Assert.Equal(TimeSpan.FromMinutes(1), limited.RetryAfter);
    }

    [Fact]
    public async Task A31_Fifty_guesses_at_once_are_no_more_than_ten()
    {
        var id = await _registration.StartAsync();
        var wrong = ARegistration.OtherThan(await _registration.ReadMailAsync());

        var outcomes = await AtOnceAsync(50, (process, _) => _registration.VerifyAsync(id, wrong, on: process));

        Assert.Equal(10, outcomes.OfType<VerifyOutcome.WrongCode>().Count());
    }

    [Fact]
    public async Task A31_The_third_wish_for_another_mail_is_refused()
    {
        var id = await _registration.StartAsync();
        Assert.IsType<VerifyOutcome.Sent>(await _registration.ResendAsync(id));
        Assert.IsType<VerifyOutcome.Sent>(await _registration.ResendAsync(id));

        Assert.Equal(TimeSpan.FromMinutes(5), Assert.IsType<VerifyOutcome.RateLimited>(await _registration.ResendAsync(id)).RetryAfter);
    }

    [Fact]
    public async Task A36_The_code_of_one_registration_is_wrong_for_another()
    {
        await _registration.StartAsync();
        var mine = await _registration.ReadMailAsync();
        var theirs = await _registration.StartAsync(ARegistration.Command("bob", "bob@example.org"));
        await Host.DeliverAsync();

        Assert.IsType<VerifyOutcome.WrongCode>(await _registration.VerifyAsync(theirs, mine));
    }

    [Fact]
    public async Task A40_The_last_step_cannot_be_taken_before_the_code()
    {
        var id = await _registration.StoreAsync();

        Assert.IsType<FinishOutcome.NeedsEmailCode>(await _registration.FinishAsync(id));
        Assert.IsType<VerifyOutcome.WrongCode>(await _registration.VerifyAsync(id, "")); // no mail was sent yet: nothing matches
        Assert.IsType<FinishOutcome.NeedsEmailCode>(await _registration.FinishAsync(id));
        Assert.Equal((0, 0, 0), await CountAsync());
    }

    [Fact]
    public async Task A45_Who_asks_for_names_uses_one_allowance_at_every_form()
    {
        var id = await _registration.StoreAsync(verified: true);
        await Host.ArrangeAsync(A.User("taken"));
        for (var number = 0; number < 59; number++)
        {
            Assert.IsType<NewNameOutcome.Refused>(await _registration.RenameAsync(id, "taken"));
        }

        Assert.IsType<StartOutcome.Refused>(await _registration.TryStartAsync(ARegistration.Command("taken", password: "short")));

        Assert.Equal(TimeSpan.FromSeconds(1), Assert.IsType<NewNameOutcome.RateLimited>(await _registration.RenameAsync(id, "taken")).RetryAfter);
        Assert.IsType<StartOutcome.RateLimited>(await _registration.TryStartAsync(ARegistration.Command("taken", password: "short")));
        Assert.IsType<NewNameOutcome.Refused>(await Host.RunAsync<RegistrationService, NewNameOutcome>(
            service => service.RenameAsync(id, "taken", A.Requester("192.0.2.2"), CancellationToken.None)));
    }

    [Fact]
    public async Task A40_A_new_name_is_checked_like_the_first()
    {
        var id = await _registration.StoreAsync(verified: true);

        Assert.IsType<NewNameOutcome.Refused>(await _registration.RenameAsync(id, "not a name"));
        Assert.IsType<NewNameOutcome.Refused>(await _registration.RenameAsync(id, ""));

        Assert.Equal("alice", await Host.ReadAsync(database => database.Registrations.Select(registration => registration.Username).SingleAsync()));
    }

    [Fact]
    public async Task A45_The_form_does_not_tell_whether_somebody_has_the_address()
    {
        var owner = A.User("owner");
        await Host.ArrangeAsync(owner, A.Email(owner, "owner@example.org"));

        await _registration.StartAsync(ARegistration.Command("alice", "owner@example.org"));
        await _registration.StartAsync(ARegistration.Command("bob", "free@example.org"));
        await Host.DeliverAsync();

        Assert.Equal(["free@example.org", "owner@example.org"], Host.Mailer.Codes.Select(mail => mail.Address).Order());
    }

    [Fact]
    public async Task A52_An_address_becomes_the_accounts_only_by_its_code()
    {
        var id = await _registration.StartAsync();
        Assert.Equal(0, await Host.ReadAsync(database => database.UserEmails.CountAsync()));

        await _registration.VerifyAsync(id, ARegistration.OtherThan(await _registration.ReadMailAsync()));
        await _registration.FinishAsync(id);

        Assert.Equal(0, await Host.ReadAsync(database => database.UserEmails.CountAsync()));
    }

    private async Task<List<Guid>> StoreAsync(int count, Func<int, (string Username, string Email)> choose)
    {
        var ids = new List<Guid>();
        foreach (var (username, email) in Enumerable.Range(0, count).Select(choose))
        {
            ids.Add(await _registration.StoreAsync(username, email, verified: true));
        }

        return ids;
    }

    private Task<(int Users, int Emails, int Sessions)> CountAsync() => Host.ReadAsync(async database =>
        (await database.Users.CountAsync(), await database.UserEmails.CountAsync(), await database.BrowserSessions.CountAsync()));

    public sealed class OnSqlite() : RegistrationAttacks(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RegistrationAttacks(DatabaseProvider.PostgreSql);
}
