using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Passkeys;

/// <summary>A person adds, names and removes their passkeys.</summary>
public abstract class AccountPasskeysTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly PortalUser _user = A.User(passwordHash: A.PasswordHash);
    private readonly SoftwareAuthenticator _passkey = new();
    private SignedInPerson _person = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var session = A.BrowserSession(_user);
        await Host.ArrangeAsync(_user, session, A.Email(_user, "alice@mail.example"));
        _person = (await Host.RunAsync<BrowserSessions, SignedInPerson?>(sessions => sessions.FindAsync(session.Id, CancellationToken.None)))!;
    }

    public override ValueTask DisposeAsync()
    {
        _passkey.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_passkey_is_called_by_its_keeper_and_every_address_is_told()
    {
        var added = Assert.IsType<AddPasskeyOutcome.Added>(await AddAsync(_passkey));

        var passkey = Assert.Single(await ListAsync());
        Assert.Equal((added.Id, "Bitwarden", _passkey.Provider, true), (passkey.Id, passkey.Name, passkey.Provider, passkey.IsBackedUp));
        Assert.Equal("internal hybrid", passkey.Transports);
        Assert.Equal(SecurityEvent.PasskeyAdded, await Host.ReadAsync(database => database.SecurityEvents.Select(happened => happened.Kind).SingleAsync()));
        await Host.DeliverAsync();
        var notice = Assert.Single(Host.Mailer.Notices);
        Assert.Equal((NoticeKind.PasskeyAdded, "Bitwarden"), (notice.Kind, notice.Detail));
    }

    [Fact]
    public async Task Two_of_one_keeper_have_two_names()
    {
        using var other = new SoftwareAuthenticator();
        using var unknown = new SoftwareAuthenticator { Provider = Guid.Empty };
        foreach (var authenticator in (SoftwareAuthenticator[])[_passkey, other, unknown])
        {
            await AddAsync(authenticator);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["Bitwarden", "Bitwarden 2", "Firefox on Linux"], (await ListAsync()).Select(passkey => passkey.Name));
        Assert.Null((await ListAsync())[2].Provider);
    }

    [Fact]
    public async Task The_same_passkey_is_added_once()
    {
        var answer = await AnswerAsync(_passkey);

        var outcomes = await AtOnceAsync(4, (host, _) => AddAsync(answer, host));

        Assert.Single(outcomes.OfType<AddPasskeyOutcome.Added>());
        Assert.Equal(3, outcomes.OfType<AddPasskeyOutcome.Refused>().Count());
    }

    [Fact]
    public async Task A_passkey_that_was_made_for_another_session_is_refused()
    {
        var question = await Host.RunAsync<AccountPasskeys, PasskeyQuestion>(service => service.AskForNewAsync(_person with { BrowserSessionId = Guid.CreateVersion7(Clock.GetUtcNow()) }));

        Assert.IsType<AddPasskeyOutcome.Refused>(await AddAsync(new PasskeyAnswer(PasskeyPurpose.Add(_person.BrowserSessionId), question.State, _passkey.Create(question.Options))));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "https://evil.example")]
    public async Task A_passkey_of_an_unverified_person_or_another_page_is_refused(bool verified, string? origin)
    {
        (_passkey.IsVerified, _passkey.Origin) = (verified, origin ?? _passkey.Origin);

        Assert.IsType<AddPasskeyOutcome.Refused>(await AddAsync(_passkey));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Nobody_adds_one_with_a_session_that_has_ended()
    {
        var answer = await AnswerAsync(_passkey);
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_person.BrowserSessionId, CancellationToken.None));

        Assert.IsType<AddPasskeyOutcome.SignedOut>(await AddAsync(answer));
    }

    [Fact]
    public async Task An_account_has_no_more_than_it_can_look_through()
    {
        await Host.ArrangeAsync(Enumerable.Range(0, AccountPasskeys.MaxPerAccount).Select(number => Row(_user, $"key {number}")));

        Assert.Equal(new AddPasskeyOutcome.TooMany(AccountPasskeys.MaxPerAccount), await AddAsync(_passkey));
    }

    [Fact]
    public async Task Another_name_is_taken_if_it_is_one()
    {
        var id = Assert.IsType<AddPasskeyOutcome.Added>(await AddAsync(_passkey)).Id;

        Assert.Equal(FormProblemCodes.Required, (await RenameAsync(id, "  "))!.Code);
        Assert.Equal(FormProblemCodes.Invalid, (await RenameAsync(id, "a\u2028b"))!.Code);
        Assert.Null(await RenameAsync(id, " Laptop "));

        Assert.Equal("Laptop", Assert.Single(await ListAsync()).Name);
    }

    [Fact]
    public async Task A73_A_passkey_of_somebody_else_looks_like_none()
    {
        var (other, theirs) = (A.User("bob"), default(Passkey));
        await Host.ArrangeAsync(other, theirs = Row(other, "Theirs"));

        Assert.Null(await Host.RunAsync<AccountPasskeys, Passkey?>(service => service.FindAsync(_user.Id, theirs.Id, CancellationToken.None)));
        Assert.Null(await RenameAsync(theirs.Id, "Mine"));
        Assert.Equal(RemovePasskeyOutcome.Unknown, await RemoveAsync(theirs.Id));
        Assert.Equal("Theirs", await Host.ReadAsync(database => database.Passkeys.Select(passkey => passkey.Name).SingleAsync()));
    }

    [Fact]
    public async Task A_removed_one_is_gone_and_every_address_is_told()
    {
        var id = Assert.IsType<AddPasskeyOutcome.Added>(await AddAsync(_passkey)).Id;

        Assert.Equal(RemovePasskeyOutcome.Removed, await RemoveAsync(id));
        Assert.Equal(RemovePasskeyOutcome.Unknown, await RemoveAsync(id));

        Assert.Empty(await ListAsync());
        await Host.DeliverAsync();
        Assert.Equal([NoticeKind.PasskeyAdded, NoticeKind.PasskeyRemoved], Host.Mailer.Notices.Select(notice => notice.Kind).Order());
    }

    [Fact]
    public async Task Whoever_else_may_have_it_loses_access_with_it()
    {
        var (kept, ended) = (Row(_user, "kept"), A.BrowserSession(_user));
        await Host.ArrangeAsync(kept, ended);

        await RemoveAsync(kept.Id, endOthers: true);

        Assert.Equal(_person.BrowserSessionId, await Host.ReadAsync(database => database.BrowserSessions.Where(session => session.FinishedAt == null).Select(session => session.Id).SingleAsync()));
    }

    [Fact]
    public async Task The_last_way_in_stays()
    {
        await Host.ChangeAsync(async database => (await database.Users.SingleAsync()).PasswordHash = null);
        var (one, other) = (Row(_user, "one"), Row(_user, "other"));
        await Host.ArrangeAsync(one, other);

        var outcomes = await AtOnceAsync(2, (host, number) => RemoveAsync(number == 0 ? one.Id : other.Id, host));

        Assert.Equal([RemovePasskeyOutcome.Removed, RemovePasskeyOutcome.LastWayIn], outcomes.Order());
        Assert.Single(await ListAsync());
    }

    private static Passkey Row(PortalUser user, string name) => Passkey.Of(user.Id, new NewPasskey(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16), [1], 0, [], false, false, null), name, ManualClock.Start);

    private async Task<PasskeyAnswer> AnswerAsync(SoftwareAuthenticator authenticator)
    {
        var question = await Host.RunAsync<AccountPasskeys, PasskeyQuestion>(service => service.AskForNewAsync(_person));
        return new PasskeyAnswer(PasskeyPurpose.Add(_person.BrowserSessionId), question.State, authenticator.Create(question.Options));
    }

    private async Task<AddPasskeyOutcome> AddAsync(SoftwareAuthenticator authenticator) => await AddAsync(await AnswerAsync(authenticator));

    private Task<AddPasskeyOutcome> AddAsync(PasskeyAnswer answer, IdentityHost? host = null) =>
        (host ?? Host).RunAsync<AccountPasskeys, AddPasskeyOutcome>(service => service.AddAsync(_person, answer, "Firefox on Linux", A.Requester(), CancellationToken.None));

    private Task<FormProblem?> RenameAsync(Guid id, string name) => Host.RunAsync<AccountPasskeys, FormProblem?>(service => service.RenameAsync(_person, id, name, CancellationToken.None));

    private Task<RemovePasskeyOutcome> RemoveAsync(Guid id, IdentityHost? host = null, bool endOthers = false) =>
        (host ?? Host).RunAsync<AccountPasskeys, RemovePasskeyOutcome>(service => service.RemoveAsync(_person, id, endOthers, A.Requester(), CancellationToken.None));

    private Task<IReadOnlyList<Passkey>> ListAsync() => Host.RunAsync<AccountPasskeys, IReadOnlyList<Passkey>>(service => service.ListAsync(_user.Id, CancellationToken.None));

    public sealed class OnSqlite() : AccountPasskeysTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AccountPasskeysTests(DatabaseProvider.PostgreSql);
}
