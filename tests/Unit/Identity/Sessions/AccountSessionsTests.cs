using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
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
    public async Task Line_43_Ending_a_session_ends_its_tokens_at_once()
    {
        var tokens = await _app.SignInAsync();
        var session = await AppOfAsync(_app.User);

        Assert.Equal([session], await EndAsync(_app.User, session));

        Assert.Null(await _app.IntrospectAsync(tokens.AccessToken));
        Assert.False((await _app.RefreshAsync(tokens.RefreshToken)).Succeeded);
    }

    [Fact]
    public async Task A31_A_code_that_is_exchanged_while_everything_is_ended_leaves_nothing_alive()
    {
        for (var round = 0; round < 8; round++)
        {
            var app = await AnApp.ArrangeAsync(Host, username: $"racer{round}");
            var codes = new List<string>();
            for (var number = 0; number < 4; number++)
            {
                codes.Add(await app.ConsentAsync());
            }

            await AtOnceAsync(5, async (process, number) =>
            {
                if (number == 2)
                {
                    await process.RunAsync<AccountSessions, int>(sessions => sessions.EndOthersAsync(app.User.Id, Guid.Empty, CancellationToken.None));
                }
                else
                {
                    await app.ExchangeAsync(codes[number > 2 ? number - 1 : number], on: process);
                }

                return true;
            });

            Assert.Equal(0, await Host.ReadAsync(database => database.OAuthSessions.CountAsync(session => session.UserId == app.User.Id && session.FinishedAt == null)));
        }
    }

    [Fact]
    public async Task Line_39_A73_Somebody_elses_session_looks_like_one_that_is_missing()
    {
        var tokens = await _other.SignInAsync();

        Assert.Empty(await EndAsync(_app.User, await AppOfAsync(_other.User), BrowserOf(_other), Reference(AccountSessionKind.Browser, Guid.CreateVersion7(Clock.GetUtcNow()))));

        Assert.NotNull(await _other.IntrospectAsync(tokens.AccessToken));
        Assert.Equal(0, await Host.ReadAsync(database => database.BrowserSessions.CountAsync(session => session.FinishedAt != null)));
    }

    [Fact]
    public async Task A73_A_session_of_the_other_kind_is_missing_too() =>
        Assert.Empty(await EndAsync(_app.User, Reference(AccountSessionKind.OAuth, _app.Browser.Id)));

    [Fact]
    public async Task Several_end_in_one_change_and_what_was_over_is_left_out()
    {
        var (first, second, over) = (A.OAuthSession(_app.Client, _app.User), A.OAuthSession(_app.Client, _app.User), A.OAuthSession(_app.Client, _app.User));
        over.TryFinish(ManualClock.Start);
        var browser = A.BrowserSession(_app.User);
        await Host.ArrangeAsync(first, second, over, browser);
        Clock.Advance(TimeSpan.FromMinutes(1));

        var ended = await EndAsync(_app.User, [.. new[] { first, over, second }.Select(session => Reference(AccountSessionKind.OAuth, session.Id)), Reference(AccountSessionKind.Browser, browser.Id)]);

        Assert.Equal(new[] { first.Id, second.Id, browser.Id }.Order(), ended.Select(session => session.Id).Order());
        Assert.Equal(ManualClock.Start, (await Host.ReadAsync(database => database.OAuthSessions.SingleAsync(session => session.Id == over.Id))).FinishedAt);
        Assert.Null((await Host.ReadAsync(database => database.BrowserSessions.SingleAsync(session => session.Id == _app.Browser.Id))).FinishedAt);
    }

    [Fact]
    public async Task Of_many_who_end_the_same_sessions_at_the_same_moment_each_session_is_ended_by_one()
    {
        var sessions = Enumerable.Range(0, 5).Select(_ => A.OAuthSession(_app.Client, _app.User)).ToList();
        await Host.ArrangeAsync(sessions);
        var references = sessions.Select(session => Reference(AccountSessionKind.OAuth, session.Id)).ToArray();

        var ended = await AtOnceAsync(8, (process, _) => process.RunAsync<AccountSessions, IReadOnlyList<SessionReference>>(
            service => service.EndAsync(_app.User.Id, SessionSelection.Of(references), CancellationToken.None)));

        Assert.Equal(references.Order(ById), ended.SelectMany(list => list).Order(ById));
    }

    [Fact]
    public async Task Ending_all_others_spares_this_browser_and_everybody_else()
    {
        var mine = await _app.SignInAsync();
        var theirs = await _other.SignInAsync();
        await Host.ArrangeAsync(A.BrowserSession(_app.User));

        var ended = await Host.RunAsync<AccountSessions, int>(sessions => sessions.EndOthersAsync(_app.User.Id, _app.Browser.Id, CancellationToken.None));

        Assert.Equal(2, ended);
        Assert.Null(await _app.IntrospectAsync(mine.AccessToken));
        Assert.NotNull(await _other.IntrospectAsync(theirs.AccessToken));
        Assert.Equal([_app.Browser.Id], await Host.ReadAsync(database => database.BrowserSessions.Where(session => session.UserId == _app.User.Id && session.FinishedAt == null).Select(session => session.Id).ToListAsync()));
    }

    [Fact]
    public async Task Ending_all_unused_spares_what_was_used_and_this_browser()
    {
        var (old, oldBrowser) = (A.OAuthSession(_app.Client, _app.User), A.BrowserSession(_app.User));
        Clock.Advance(TimeSpan.FromDays(91));
        var used = A.OAuthSession(_app.Client, _app.User, now: Clock.GetUtcNow());
        await Host.ArrangeAsync(old, oldBrowser, used);

        var ended = await Host.RunAsync<AccountSessions, IReadOnlyList<SessionReference>>(
            sessions => sessions.EndAsync(_app.User.Id, SessionSelection.Unused(_app.Browser.Id), CancellationToken.None));

        Assert.Equal(new[] { old.Id, oldBrowser.Id }.Order(), ended.Select(session => session.Id).Order());
    }

    [Fact]
    public async Task Open_pages_of_the_person_hear_of_every_change_and_nobody_elses_do()
    {
        var changes = Host.Services.GetRequiredService<SessionChanges>();
        var (mine, theirs) = (0, 0);
        using var listening = changes.Subscribe(_app.User.Id, () => mine++);
        using var others = changes.Subscribe(_other.User.Id, () => theirs++);

        await _app.SignInAsync();
        await RenameAsync(_app.User, (await AppOfAsync(_app.User)).Id, "Phone");
        await EndAsync(_app.User, BrowserOf(_app));

        Assert.Equal((3, 0), (mine, theirs));
    }

    [Fact]
    public async Task A_name_is_kept_without_the_space_around_it()
    {
        await _app.SignInAsync();
        var session = await AppOfAsync(_app.User);

        Assert.Equal(RenameOutcome.Renamed, await RenameAsync(_app.User, session.Id, "  Anna's phone "));

        Assert.Equal("Anna's phone", (await Host.RunAsync<AccountSessionList, AccountSession?>(list => list.FindAsync(_app.User.Id, session, CancellationToken.None)))?.HumanName);
    }

    [Fact]
    public async Task A_name_that_cannot_be_taken_changes_nothing()
    {
        await _app.SignInAsync();
        var session = await AppOfAsync(_app.User);
        await RenameAsync(_app.User, session.Id, "before");

        Assert.Equal(RenameOutcome.NameRequired, await RenameAsync(_app.User, session.Id, " "));
        Assert.Equal(RenameOutcome.NameTooLong, await RenameAsync(_app.User, session.Id, new string('x', 257)));
        Assert.Equal(RenameOutcome.NameInvalid, await RenameAsync(_app.User, session.Id, "a\0b"));

        Assert.Equal("before", await Host.ReadAsync(database => database.OAuthSessions.Select(row => row.HumanName).SingleAsync()));
    }

    [Fact]
    public async Task Line_39_A73_Only_ones_own_active_apps_get_a_name()
    {
        await _other.SignInAsync();
        await _app.SignInAsync();
        var ended = await AppOfAsync(_app.User);
        await EndAsync(_app.User, ended);

        foreach (var id in new[] { (await AppOfAsync(_other.User)).Id, ended.Id, _app.Browser.Id, Guid.CreateVersion7(Clock.GetUtcNow()) })
        {
            Assert.Equal(RenameOutcome.Missing, await RenameAsync(_app.User, id, "mine"));
        }

        Assert.Equal(0, await Host.ReadAsync(database => database.OAuthSessions.CountAsync(row => row.HumanName != null)));
    }

    [Fact]
    public async Task A_name_and_an_end_at_the_same_moment_are_both_kept_or_the_name_is_late()
    {
        await _app.SignInAsync();
        var session = await AppOfAsync(_app.User);

        var renamed = await AtOnceAsync(6, async (process, number) => number % 2 == 0
            ? (await process.RunAsync<AccountSessions, IReadOnlyList<SessionReference>>(service => service.EndAsync(_app.User.Id, SessionSelection.Of(session), CancellationToken.None))).Count == 1
            : await process.RunAsync<AccountSessions, RenameOutcome>(service => service.RenameAsync(_app.User.Id, session.Id, "new", CancellationToken.None)) is RenameOutcome.Renamed or RenameOutcome.Missing);

        var row = await Host.ReadAsync(database => database.OAuthSessions.AsNoTracking().SingleAsync());
        Assert.Equal(1, renamed.Where((_, number) => number % 2 == 0).Count(ended => ended));
        Assert.NotNull(row.FinishedAt);
        Assert.True(row.HumanName is null or "new");
    }

    private static SessionReference Reference(AccountSessionKind kind, Guid id) => new(kind, id);

    private static SessionReference BrowserOf(AnApp app) => Reference(AccountSessionKind.Browser, app.Browser.Id);

    private static Comparer<SessionReference> ById => Comparer<SessionReference>.Create((one, other) => one.Id.CompareTo(other.Id));

    private async Task<SessionReference> AppOfAsync(PortalUser user) =>
        Reference(AccountSessionKind.OAuth, await Host.ReadAsync(database => database.OAuthSessions.Where(session => session.UserId == user.Id).Select(session => session.Id).SingleAsync()));

    private Task<IReadOnlyList<SessionReference>> EndAsync(PortalUser user, params SessionReference[] sessions) =>
        Host.RunAsync<AccountSessions, IReadOnlyList<SessionReference>>(service => service.EndAsync(user.Id, SessionSelection.Of(sessions), CancellationToken.None));

    private Task<RenameOutcome> RenameAsync(PortalUser user, Guid id, string name) =>
        Host.RunAsync<AccountSessions, RenameOutcome>(sessions => sessions.RenameAsync(user.Id, id, name, CancellationToken.None));

    public sealed class OnSqlite() : AccountSessionsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AccountSessionsTests(DatabaseProvider.PostgreSql);
}
