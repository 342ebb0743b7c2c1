using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Emails;

/// <summary>An address that is the way back into an account is not its owner's to remove while it is the last (flows contract, section 9.3).</summary>
public abstract class LastEmailTests(DatabaseProvider engine, string dependency) : StorageTest(engine)
{
    private readonly PortalUser _alice = A.User(passwordHash: A.PasswordHash);
    private SignedInPerson _person = null!;

    protected override Dictionary<string, string?> Settings => new() { [$"Portal:Account:{dependency}"] = "true" };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var session = A.BrowserSession(_alice);
        await Host.ArrangeAsync(_alice, session, A.Email(_alice, "first@mail.example"), A.Email(_alice, "second@mail.example"));
        _person = A.Person(_alice, session);
    }

    [Fact]
    public async Task The_last_address_stays_however_many_are_removed_at_once()
    {
        var ids = await Host.ReadAsync(database => database.UserEmails.Select(email => email.Id).ToListAsync());

        var outcomes = await AtOnceAsync(6, (host, number) => host.RunAsync<AccountEmails, RemoveEmailOutcome>(
            emails => emails.RemoveAsync(_person, ids[number % 2], A.Requester(), CancellationToken.None)));

        Assert.Equal(1, outcomes.Count(outcome => outcome == RemoveEmailOutcome.Removed));
        Assert.Contains(RemoveEmailOutcome.LastNeeded, outcomes);
        Assert.Equal(1, await Host.ReadAsync(database => database.UserEmails.CountAsync()));
    }

    public sealed class OnSqlite() : LastEmailTests(DatabaseProvider.Sqlite, nameof(AccountOptions.PasswordRecoveryEnabled));

    public sealed class OnPostgres() : LastEmailTests(DatabaseProvider.PostgreSql, nameof(AccountOptions.LoginWithEmailAllowed));
}
