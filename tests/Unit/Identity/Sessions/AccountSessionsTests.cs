using Portal.Identity.Accounts;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Sessions;

public abstract class AccountSessionsTests(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;
    private AnApp _other = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
        _other = await AnApp.ArrangeAsync(Host, username: "mallory");
    }

    [Fact]
    public async Task Browsers_and_apps_are_listed_with_what_a_person_needs_to_know_them_by()
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        await _app.SignInAsync();

        var listed = await ListAsync(_app.User);

        Assert.Collection(
            listed,
            app =>
            {
                Assert.Equal((AccountSessionKind.OAuth, "Example", "https://app.example/"), (app.Kind, app.Client?.Name, app.Client?.Uri));
                Assert.Equal((A.DeviceId, "Example/1.0", "192.0.2.1", Clock.GetUtcNow()), (app.DeviceId, app.UserAgent, app.LastActiveIp, app.CreatedAt));
            },
            browser => Assert.Equal((AccountSessionKind.Browser, _app.Browser.Id, "Browser/1.0", null), (browser.Kind, browser.Id, browser.UserAgent, browser.Client)));
    }

    [Fact]
    public async Task Ended_sessions_are_listed_for_thirty_days()
    {
        await _app.SignInAsync();
        var session = (await ListAsync(_app.User)).Single(session => session.Kind == AccountSessionKind.OAuth);
        await EndAsync(_app.User, session.Kind, session.Id);

        Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.Equal(ManualClock.Start, Assert.Single(await ListAsync(_app.User), listed => listed.Id == session.Id).FinishedAt);

        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(await ListAsync(_app.User), listed => listed.Id == session.Id);
    }

    [Fact]
    public async Task Line_43_Ending_a_session_ends_its_tokens_at_once()
    {
        var tokens = await _app.SignInAsync();
        var session = (await ListAsync(_app.User)).Single(session => session.Kind == AccountSessionKind.OAuth);

        Assert.True(await EndAsync(_app.User, session.Kind, session.Id));

        Assert.Null(await _app.IntrospectAsync(tokens.AccessToken));
        Assert.False((await _app.RefreshAsync(tokens.RefreshToken)).Succeeded);
    }

    [Fact]
    public async Task Line_39_A73_Somebody_elses_session_looks_like_one_that_is_missing()
    {
        var tokens = await _other.SignInAsync();
        foreach (var theirs in await ListAsync(_other.User))
        {
            Assert.False(await EndAsync(_app.User, theirs.Kind, theirs.Id));
        }

        Assert.False(await EndAsync(_app.User, AccountSessionKind.Browser, Guid.CreateVersion7(Clock.GetUtcNow())));
        Assert.DoesNotContain(await ListAsync(_app.User), session => session.Kind == AccountSessionKind.OAuth);
        Assert.NotNull(await _other.IntrospectAsync(tokens.AccessToken));
    }

    [Fact]
    public async Task A73_A_session_of_the_other_kind_is_missing_too() =>
        Assert.False(await EndAsync(_app.User, AccountSessionKind.OAuth, _app.Browser.Id));

    [Fact]
    public async Task Ending_all_others_spares_this_browser_and_everybody_else()
    {
        var mine = await _app.SignInAsync();
        var theirs = await _other.SignInAsync();
        var second = A.BrowserSession(_app.User);
        await Host.ArrangeAsync(second);

        var ended = await Host.RunAsync<AccountSessions, int>(sessions => sessions.EndOthersAsync(_app.User.Id, _app.Browser.Id, CancellationToken.None));

        Assert.Equal(2, ended);
        Assert.Null(await _app.IntrospectAsync(mine.AccessToken));
        Assert.NotNull(await _other.IntrospectAsync(theirs.AccessToken));
        Assert.Equal(_app.Browser.Id, Assert.Single(await ListAsync(_app.User), session => session.FinishedAt is null).Id);
    }

    [Fact]
    public async Task Open_pages_of_the_person_hear_of_every_change_and_nobody_elses_do()
    {
        var changes = (SessionChanges)Host.Services.GetService(typeof(SessionChanges))!;
        var (mine, theirs) = (0, 0);
        using var listening = changes.Subscribe(_app.User.Id, () => mine++);
        using var others = changes.Subscribe(_other.User.Id, () => theirs++);

        await _app.SignInAsync();
        await EndAsync(_app.User, AccountSessionKind.Browser, _app.Browser.Id);

        Assert.Equal((2, 0), (mine, theirs));
    }

    private Task<IReadOnlyList<AccountSession>> ListAsync(PortalUser user) =>
        Host.RunAsync<AccountSessions, IReadOnlyList<AccountSession>>(sessions => sessions.ListAsync(user.Id, CancellationToken.None));

    private Task<bool> EndAsync(PortalUser user, AccountSessionKind kind, Guid id) =>
        Host.RunAsync<AccountSessions, bool>(sessions => sessions.EndAsync(user.Id, kind, id, CancellationToken.None));

    public sealed class OnSqlite() : AccountSessionsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AccountSessionsTests(DatabaseProvider.PostgreSql);
}
