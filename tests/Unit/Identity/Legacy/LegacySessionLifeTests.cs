using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Deletion;
using Portal.Identity.Accounts.Export;
using Portal.Identity.Homeserver;
using Portal.Identity.Legacy;
using Portal.Identity.Persistence;
using Portal.Identity.Retention;
using Portal.Identity.Sessions;
using Portal.Identity.Tokens;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Legacy;

/// <summary>Sessions of the legacy login stand wherever those of OAuth do: in the list, in what ends, in what is forgotten, and in what a person is given.</summary>
public abstract class LegacySessionLifeTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly RefusingHomeserver _homeserver = new();
    private AnApp _app = null!;

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Matrix:ServerName"] = "example.org", ["Portal:Sessions:InactivityExpiry:Ttl"] = "7.00:00:00" };

    protected override void Change(IServiceCollection services) => _homeserver.AddTo(services);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task The_list_shows_where_the_app_is_and_what_it_may_do()
    {
        var session = ALegacyApp.Session(_app.User, name: "Phone", browser: _app.Browser);
        var login = ALegacyApp.Fulfilled(_app.Browser, "token");
        login.Exchange(session, ManualClock.Start);
        await Host.ArrangeAsync(session, login, A.OAuthSession(_app.Client, _app.User, now: ManualClock.Start.AddMinutes(1)));

        var page = await ListAsync(list => list.ReadAsync(_app.User.Id, _app.Browser.Id, new SessionQuery(SessionKinds.Apps), CancellationToken.None));

        Assert.Equal([AccountSessionKind.OAuth, AccountSessionKind.Legacy], page.Sessions.Select(shown => shown.Kind));
        var legacy = page.Sessions[1];
        Assert.Equal((session.Id, "Phone", ALegacyApp.RedirectUri, A.DeviceId, LegacyScope.Ordinary), (legacy.Id, legacy.HumanName, legacy.ReturnAddress, legacy.DeviceId, legacy.Scope));
        Assert.Equal((2, 1, 0, 0), await CountAsync());
        Assert.Equal(legacy, await ListAsync(list => list.FindAsync(_app.User.Id, legacy.Reference, CancellationToken.None)));
        Assert.Empty((await ListAsync(list => list.ReadAsync(_app.User.Id, _app.Browser.Id, new SessionQuery(SessionKinds.Browsers), CancellationToken.None))).Sessions);
    }

    [Fact]
    public async Task A73_Somebody_elses_is_not_found_not_renamed_and_not_ended()
    {
        var other = await AnApp.ArrangeAsync(Host, username: "mallory");
        var session = ALegacyApp.Session(_app.User);
        await Host.ArrangeAsync(session);
        var reference = new SessionReference(AccountSessionKind.Legacy, session.Id);

        Assert.Null(await ListAsync(list => list.FindAsync(other.User.Id, reference, CancellationToken.None)));
        Assert.Null(await ListAsync(list => list.FindDeviceAsync(other.User.Id, A.DeviceId, CancellationToken.None)));
        Assert.Equal(RenameOutcome.Missing, await Host.RunAsync<AccountSessions, RenameOutcome>(sessions => sessions.RenameAsync(other.User.Id, session.Id, "mine", CancellationToken.None)));
        Assert.Empty(await EndAsync(other.User, SessionSelection.Of(reference)));
        Assert.Empty(await EndAsync(_app.User, SessionSelection.Of(new SessionReference(AccountSessionKind.OAuth, session.Id)))); // the kind counts
        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task Its_owner_names_it_and_ends_it()
    {
        var session = ALegacyApp.Session(_app.User);
        await Host.ArrangeAsync(session, LegacyAccessToken.Issue(session.Id, "syt_token", ManualClock.Start, lifetime: null));
        var heard = 0;
        using var listening = Host.Services.GetRequiredService<SessionChanges>().Subscribe(_app.User.Id, () => heard++);

        Assert.Equal(RenameOutcome.Renamed, await Host.RunAsync<AccountSessions, RenameOutcome>(sessions => sessions.RenameAsync(_app.User.Id, session.Id, "work", CancellationToken.None)));
        Assert.NotNull(await IntrospectAsync("syt_token"));
        var ended = await EndAsync(_app.User, SessionSelection.Of(new SessionReference(AccountSessionKind.Legacy, session.Id)));

        Assert.Equal([new SessionReference(AccountSessionKind.Legacy, session.Id)], ended);
        Assert.Null(await IntrospectAsync("syt_token"));
        Assert.Equal((2, 1, "work"), (heard, await SyncsAsync(), await Host.ReadAsync(database => database.LegacySessions.Select(row => row.HumanName).SingleAsync())));
    }

    [Fact]
    public async Task A_link_to_a_device_finds_it_first()
    {
        var session = ALegacyApp.Session(_app.User);
        await Host.ArrangeAsync(session, A.OAuthSession(_app.Client, _app.User, now: ManualClock.Start.AddMinutes(1)));

        Assert.Equal(new SessionReference(AccountSessionKind.Legacy, session.Id), await ListAsync(list => list.FindDeviceAsync(_app.User.Id, A.DeviceId, CancellationToken.None)));
    }

    [Fact]
    public async Task Before_it_ends_it_is_shown_and_may_be_the_last_with_message_keys()
    {
        var session = ALegacyApp.Session(_app.User);
        await Host.ArrangeAsync(session);

        var preview = await ListAsync(list => list.PreviewEndAsync(_app.User.Id, _app.Browser.Id, SessionSelection.Others(_app.Browser.Id), CancellationToken.None));

        Assert.Equal((1, 1, true), (preview.Total, preview.Devices, preview.EndsLastDevice));
        Assert.Equal(session.Id, Assert.Single(preview.Sessions).Id);
    }

    [Fact]
    public async Task A18_It_ends_with_all_others_with_a_new_password_and_with_the_account()
    {
        await Host.ArrangeAsync(ALegacyApp.Session(_app.User, "A"));
        await Host.RunAsync<AccountSessions>(sessions => sessions.EndOthersAsync(_app.User.Id, _app.Browser.Id, CancellationToken.None));
        Assert.Equal(0, await ActiveAsync());

        await Host.ArrangeAsync(ALegacyApp.Session(_app.User, "B"));
        await Host.RunAsync<AccountPassword>(password => password.EndSessionsAsync(_app.User.Id, except: null, CancellationToken.None));
        Assert.Equal(0, await ActiveAsync());

        await Host.ArrangeAsync(ALegacyApp.Session(_app.User, "C"), A.BrowserSession(_app.User, now: ManualClock.Start.AddSeconds(1)));
        var browser = await Host.ReadAsync(database => database.BrowserSessions.SingleAsync(session => session.FinishedAt == null));
        Assert.Equal(DeletionOutcome.Deleted, await Host.RunAsync<AccountDeletion, DeletionOutcome>(
            deletion => deletion.RequestAsync(A.Person(_app.User, browser), "@alice:example.org", erase: false, A.Requester(), CancellationToken.None)));
        Assert.Equal(0, await ActiveAsync());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task What_nobody_uses_ends_by_itself(int seconds, int active)
    {
        await Host.ArrangeAsync(ALegacyApp.Session(_app.User));
        Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(seconds));

        await Host.Services.GetRequiredService<InactivityExpiry>().ApplyAsync(CancellationToken.None);

        Assert.Equal((active, 1 - active), (await ActiveAsync(), await SyncsAsync()));
    }

    [Fact]
    public async Task A_use_is_written_down_with_the_others()
    {
        var session = ALegacyApp.Session(_app.User);
        await Host.ArrangeAsync(session, LegacyAccessToken.Issue(session.Id, "syt_token", ManualClock.Start, lifetime: null));
        Clock.Advance(TimeSpan.FromMinutes(5));

        await IntrospectAsync("syt_token");
        await Host.Services.GetRequiredService<ActivityTracker>().FlushAsync(CancellationToken.None);

        var row = await Host.ReadAsync(database => database.LegacySessions.SingleAsync());
        Assert.Equal((ManualClock.Start.AddMinutes(5), "192.0.2.1"), (row.LastActiveAt, row.LastActiveIp));
    }

    [Fact]
    public async Task What_is_over_is_forgotten_after_thirty_days_with_its_tokens_and_its_sign_in()
    {
        var (over, active) = (ALegacyApp.Session(_app.User, "OVER", browser: _app.Browser), ALegacyApp.Session(_app.User, "ACTIVE"));
        var (login, abandoned) = (ALegacyApp.Fulfilled(_app.Browser, "token"), SsoLogin.Request(ALegacyApp.RedirectUri, ManualClock.Start));
        login.Exchange(over, ManualClock.Start);
        over.TryFinish(ManualClock.Start);
        var access = LegacyAccessToken.Issue(over.Id, "syt_over", ManualClock.Start, lifetime: null);
        var expired = LegacyAccessToken.Issue(active.Id, "syt_expired", ManualClock.Start, TimeSpan.FromMinutes(5));
        var (used, live) = (LegacyRefreshToken.Issue(expired, "syr_used", ManualClock.Start), LegacyRefreshToken.Issue(expired, "syr_live", ManualClock.Start));
        used.Consume(ManualClock.Start);
        await Host.ArrangeAsync(over, active, login, abandoned, access, LegacyRefreshToken.Issue(access, "syr_over", ManualClock.Start), expired, used, live);

        Clock.Advance(TimeSpan.FromDays(8));
        await RetainAsync();
        Assert.Equal((2, 1, 2, 2), await RowsAsync()); // the abandoned sign-in and the used token are gone

        Clock.Advance(TimeSpan.FromDays(23));
        await RetainAsync();
        Assert.Equal((1, 0, 0, 1), await RowsAsync());
        var left = await Host.ReadAsync(database => database.LegacySessions.SingleAsync());
        Assert.Equal((active.Id, null), (left.Id, left.LastActiveIp));
        Assert.Null(await Host.ReadAsync(database => database.LegacyRefreshTokens.Select(token => token.AccessTokenId).SingleAsync()));
    }

    [Fact]
    public async Task A_person_gets_what_is_theirs_of_it()
    {
        var other = await AnApp.ArrangeAsync(Host, username: "mallory");
        foreach (var app in (AnApp[])[_app, other])
        {
            var session = ALegacyApp.Session(app.User, name: $"of {app.User.UserName}", browser: app.Browser);
            var login = ALegacyApp.Fulfilled(app.Browser, $"token of {app.User.UserName}");
            login.Exchange(session, ManualClock.Start);
            var access = LegacyAccessToken.Issue(session.Id, $"syt_{app.User.UserName}", ManualClock.Start, lifetime: null);
            await Host.ArrangeAsync(session, login, access, LegacyRefreshToken.Issue(access, $"syr_{app.User.UserName}", ManualClock.Start));
        }

        var outcome = await Host.RunAsync<DataExport, ExportOutcome>(export => export.TryWriteAsync(_app.User.Id, "alice", CancellationToken.None));

        var document = Assert.IsType<ExportOutcome.Written>(outcome).Document;

        Assert.All((string[])["legacy_sessions", "legacy_access_tokens", "legacy_refresh_tokens", "legacy_requests"], set => Assert.Single(document[set]!.AsArray()));
        Assert.Equal(("of alice", A.DeviceId, false), ((string?)document["legacy_sessions"]![0]!["human_name"], (string?)document["legacy_sessions"]![0]!["device_id"], (bool)document["legacy_sessions"]![0]!["is_synapse_admin"]!));
        Assert.Equal(ALegacyApp.RedirectUri, (string?)document["legacy_requests"]![0]!["redirect_uri"]);
        Assert.DoesNotContain("mallory", document.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<(int Apps, int Browsers, int UnusedApps, int UnusedBrowsers)> CountAsync()
    {
        var counts = await ListAsync(list => list.CountAsync(_app.User.Id, _app.Browser.Id, CancellationToken.None));
        return (counts.Apps, counts.Browsers, counts.UnusedApps, counts.UnusedBrowsers);
    }

    private Task RetainAsync() => Host.Services.GetRequiredService<DataRetention>().ApplyAsync(CancellationToken.None);

    private async Task<(int Sessions, int Logins, int Access, int Refresh)> RowsAsync() => (
        await Host.ReadAsync(database => database.LegacySessions.CountAsync()), await Host.ReadAsync(database => database.SsoLogins.CountAsync()),
        await Host.ReadAsync(database => database.LegacyAccessTokens.CountAsync()), await Host.ReadAsync(database => database.LegacyRefreshTokens.CountAsync()));

    private Task<int> ActiveAsync() => Host.ReadAsync(database => database.LegacySessions.CountAsync(session => session.FinishedAt == null));

    private Task<int> SyncsAsync() => Host.ReadAsync(database => database.Outbox.CountAsync(message => message.Kind == HomeserverJobs.SyncDevicesKind));

    private Task<T> ListAsync<T>(Func<AccountSessionList, Task<T>> ask) => Host.RunAsync(ask);

    private Task<IReadOnlyList<SessionReference>> EndAsync(PortalUser user, SessionSelection selection) =>
        Host.RunAsync<AccountSessions, IReadOnlyList<SessionReference>>(sessions => sessions.EndAsync(user.Id, selection, CancellationToken.None));

    private Task<TokenRecord?> IntrospectAsync(string token) =>
        Host.RunAsync<TokenIntrospection, TokenRecord?>(introspection => introspection.FindLiveAsync(token, null, CancellationToken.None).AsTask());

    public sealed class OnSqlite() : LegacySessionLifeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : LegacySessionLifeTests(DatabaseProvider.PostgreSql);
}
