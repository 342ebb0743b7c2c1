using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Clients;
using Portal.Identity.Logout;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Identity.Accounts.Registration;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Sessions;

/// <summary>Somebody signs in, or registers, in a browser in which somebody is signed in.</summary>
public abstract class RepeatedSignInTests(DatabaseProvider engine) : StorageTest(engine)
{
    private static readonly byte[] OldKey = [.. Enumerable.Repeat((byte)7, 32)];

    private readonly PortalUser _user = A.User(passwordHash: A.PasswordHash);
    private readonly Client _client = Client.Configure(
        Guid.CreateVersion7(ManualClock.Start),
        new ConfiguredClient(ClientAuthMethod.None, [A.RedirectUri], "Example", "https://app.example/") { BackchannelLogoutUri = "https://app.example/logout" },
        null,
        ManualClock.Start);

    private BrowserSession _session = null!;

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Matrix:ServerName"] = "example.org", ["Portal:Account:RegistrationAsksDisplayName"] = "false" };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _session = A.BrowserSession(_user, OldKey);
        await Host.ArrangeAsync(_user, A.User("bob", A.PasswordHash), _session, _client, A.OAuthSession(_client, _user, _session));
        Clock.Advance(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task The_same_person_goes_on_in_the_same_session_under_a_new_key()
    {
        var renewed = await SignInAsync("alice");

        Assert.Equal(_session.Id, renewed.Session.Id);
        Assert.Equal(new SignedInPerson(_user.Id, "alice", _session.Id, Clock.GetUtcNow()), await FindAsync(renewed.Key));
        Assert.Null(await FindAsync(OldKey));
        var row = await Host.ReadAsync(database => database.BrowserSessions.AsNoTracking().SingleAsync());
        Assert.Equal(
            (_session.CreatedAt, Clock.GetUtcNow(), Clock.GetUtcNow(), "New/2.0", "192.0.2.9", null),
            (row.CreatedAt, row.AuthenticatedAt, row.LastActiveAt, row.UserAgent, row.LastActiveIp, row.FinishedAt));
        Assert.Equal(0, await NoticesAsync());
    }

    [Fact]
    public async Task A_code_from_before_is_still_good_after_the_same_person_signed_in_again()
    {
        var code = new SecretGenerator().Text(32);
        await Host.ArrangeAsync(A.FulfilledGrant(_client, _session, code, now: Clock.GetUtcNow()));

        await SignInAsync("alice");

        AnApp.Granted(await AnApp.TokenAsync(Host, _client, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", A.RedirectUri)));
    }

    [Fact]
    public async Task Another_person_ends_it_and_the_apps_are_told()
    {
        var begun = await SignInAsync("bob");

        Assert.NotEqual(_session.Id, begun.Session.Id);
        Assert.Equal("bob", (await FindAsync(begun.Key))?.Username);
        await AssertEndedAsync();
    }

    [Fact]
    public async Task A_new_account_ends_it_and_the_apps_are_told()
    {
        var id = await new ARegistration(Host).StoreAsync(email: null, username: "carol");

        var begun = Assert.IsType<FinishOutcome.Completed>(await Host.RunAsync<RegistrationService, FinishOutcome>(
            registrations => registrations.FinishAsync(id, A.Requester(), _session.Id, CancellationToken.None))).Session;

        Assert.NotEqual(_session.Id, begun.Session.Id);
        Assert.Equal("carol", (await FindAsync(begun.Key))?.Username);
        await AssertEndedAsync();
    }

    [Fact]
    public async Task A_session_that_is_over_does_not_go_on()
    {
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_session.Id, CancellationToken.None));

        var begun = await SignInAsync("alice");

        Assert.NotEqual(_session.Id, begun.Session.Id);
        Assert.Equal(begun.Session.Id, (await FindAsync(begun.Key))?.BrowserSessionId);
        await AssertEndedAsync();
    }

    private async Task AssertEndedAsync()
    {
        Assert.Null(await FindAsync(OldKey));
        Assert.NotNull(await Host.ReadAsync(database => database.BrowserSessions.Where(session => session.Id == _session.Id).Select(session => session.FinishedAt).SingleAsync()));
        Assert.Equal(1, await NoticesAsync());
    }

    private async Task<NewBrowserSession> SignInAsync(string name) => Assert.IsType<SignInOutcome.SignedIn>(await Host.RunAsync<SignInService, SignInOutcome>(
        service => service.SignInAsync(new SignInCommand(name, A.Password, A.Requester("192.0.2.9", "New/2.0"), _session.Id), CancellationToken.None))).Session;

    private Task<SignedInPerson?> FindAsync(byte[] key) =>
        Host.RunAsync<BrowserSessions, SignedInPerson?>(sessions => sessions.FindAsync(key, CancellationToken.None));

    private Task<int> NoticesAsync() => Host.ReadAsync(database => database.Outbox.CountAsync(message => message.Kind == SendLogoutToken.MessageKind));

    public sealed class OnSqlite() : RepeatedSignInTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RepeatedSignInTests(DatabaseProvider.PostgreSql);
}
