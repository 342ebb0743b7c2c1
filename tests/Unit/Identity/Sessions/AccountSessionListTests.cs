using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Sessions;

/// <summary>What the list shows, in which order, and a page at a time (flows contract, section 9.6).</summary>
public abstract class AccountSessionListTests(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task Browsers_and_apps_are_listed_with_what_a_person_needs_to_know_them_by()
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        await _app.SignInAsync();

        var page = await ReadAsync(new());

        var app = Assert.Single(page.Sessions);
        Assert.Equal((AccountSessionKind.OAuth, "Example", "https://app.example/"), (app.Kind, app.Client?.Name, app.Client?.Uri));
        Assert.Equal((A.DeviceId, "Example/1.0", "192.0.2.1", Clock.GetUtcNow()), (app.DeviceId, app.UserAgent, app.LastActiveIp, app.CreatedAt));
        Assert.Equal((_app.Browser.Id, A.MatrixScope), (app.BrowserSessionId, app.Scope));
        Assert.Equal((AccountSessionKind.Browser, _app.Browser.Id, "Browser/1.0", null), (page.Here?.Kind, page.Here?.Id, page.Here?.UserAgent, page.Here?.Client));
    }

    [Fact]
    public async Task Ended_sessions_are_listed_for_thirty_days()
    {
        var session = A.OAuthSession(_app.Client, _app.User);
        session.TryFinish(ManualClock.Start);
        await Host.ArrangeAsync(session);

        Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.Equal(ManualClock.Start, Assert.Single((await ReadAsync(new())).Sessions).FinishedAt);
        Assert.NotNull(await FindAsync(session.Id));

        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty((await ReadAsync(new())).Sessions);
        Assert.Null(await FindAsync(session.Id));
    }

    [Fact]
    public async Task Line_39_Nobody_sees_anybody_elses()
    {
        var other = await AnApp.ArrangeAsync(Host, username: "mallory");
        await other.SignInAsync();
        var session = Assert.Single((await ReadAsync(new(), other)).Sessions);

        Assert.Empty((await ReadAsync(new())).Sessions);
        Assert.Equal(new SessionCounts(0, 1, 0, 0), await CountAsync());
        Assert.Null(await FindAsync(session.Id));
        Assert.Null(await FindDeviceAsync(A.DeviceId));
        Assert.Equal(0, (await PreviewAsync(SessionSelection.Of(session.Reference))).Total);
    }

    [Fact]
    public async Task Line_42_The_latest_stand_first_and_the_ended_ones_behind_all_others()
    {
        var expected = await ArrangeManyAsync(apps: 30, browsers: 15, ended: 20);

        var listed = new List<Guid>();
        var pages = new List<AccountSessionPage>();
        for (SessionQuery? query = new(); query is not null; query = pages[^1].Next is { } next ? new() { After = next } : null)
        {
            pages.Add(await ReadAsync(query));
            listed.AddRange(pages[^1].Sessions.Select(session => session.Id));
        }

        Assert.Equal(expected, listed);
        Assert.Equal([20, 20, 20, 5], pages.Select(page => page.Sessions.Count));
        Assert.Equal([true, false, false, false], pages.Select(page => page.Previous is null));
        Assert.Equal([true, false, false, false], pages.Select(page => page.Here is not null));
    }

    [Fact]
    public async Task The_way_back_leads_over_the_same_pages()
    {
        await ArrangeManyAsync(apps: 30, browsers: 15, ended: 20);
        var first = await ReadAsync(new());
        var second = await ReadAsync(new() { After = first.Next });
        var third = await ReadAsync(new() { After = second.Next });
        var last = await ReadAsync(new() { After = third.Next });

        foreach (var (from, to) in new[] { (last, third), (third, second), (second, first) })
        {
            var back = await ReadAsync(new() { Before = from.Previous });

            Assert.Equal(Ids(to), Ids(back));
            Assert.Equal((to.Previous, to.Next, to.Here?.Id), (back.Previous, back.Next, back.Here?.Id));
        }
    }

    [Theory]
    [InlineData(SessionKinds.Apps, 12)]
    [InlineData(SessionKinds.Browsers, 11)]
    public async Task Line_42_A_filter_holds_on_every_page(SessionKinds kinds, int ended)
    {
        await ArrangeManyAsync(apps: 24, browsers: 22, ended: 23);

        var first = await ReadAsync(new(kinds));
        var second = await ReadAsync(new(kinds) { After = first.Next });

        var kind = kinds is SessionKinds.Apps ? AccountSessionKind.OAuth : AccountSessionKind.Browser;
        Assert.All(first.Sessions.Concat(second.Sessions), session => Assert.Equal(kind, session.Kind));
        Assert.Equal(ended, second.Sessions.Count(session => session.FinishedAt is not null));
        Assert.Null(second.Next);
        Assert.Equal(kinds is SessionKinds.Browsers, first.Here is not null);
    }

    [Fact]
    public async Task A_session_counts_as_unused_from_the_start_of_the_day_90_days_ago()
    {
        var day = new DateTimeOffset(ManualClock.Start.UtcDateTime.Date, TimeSpan.Zero);
        var (before, at) = (A.OAuthSession(_app.Client, _app.User, now: day.AddMilliseconds(-1)), A.OAuthSession(_app.Client, _app.User, now: day));
        var browser = A.BrowserSession(_app.User, now: day.AddMilliseconds(-2));
        await Host.ArrangeAsync(before, at, browser);
        Clock.Advance(day.AddDays(90).AddHours(23) - Clock.GetUtcNow());

        var page = await ReadAsync(new(Unused: true));

        Assert.Equal([before.Id, browser.Id], Ids(page));
        Assert.Null(page.Here);
        Assert.Equal(new SessionCounts(2, 2, 1, 1), await CountAsync());
        Assert.Equal([before.Id], Ids(await ReadAsync(new(SessionKinds.Apps, Unused: true))));
        Assert.Equal([before.Id, browser.Id], (await PreviewAsync(SessionSelection.Unused(_app.Browser.Id))).Sessions.Select(session => session.Id));
    }

    [Fact]
    public async Task The_browser_that_asks_is_not_unused_even_before_that_is_written_down()
    {
        Clock.Advance(TimeSpan.FromDays(200));

        Assert.Equal(0, (await CountAsync()).Unused);
        Assert.Empty((await ReadAsync(new(Unused: true))).Sessions);
    }

    [Fact]
    public async Task A_page_that_is_gone_is_the_first_one()
    {
        var expected = await ArrangeManyAsync(apps: 3, browsers: 0, ended: 0);
        var beyond = new SessionCursor(Guid.CreateVersion7(ManualClock.Start.AddYears(-1)), ManualClock.Start.AddYears(-1));

        var page = await ReadAsync(new() { After = beyond });

        Assert.Equal(expected, Ids(page));
        Assert.Equal((null, null), (page.Previous, page.Next));
    }

    [Fact]
    public async Task A_page_keeps_its_place_when_others_come_and_go()
    {
        await ArrangeManyAsync(apps: 45, browsers: 0, ended: 0);
        var first = await ReadAsync(new());
        var second = await ReadAsync(new() { After = first.Next });
        await Host.ArrangeAsync(A.OAuthSession(_app.Client, _app.User, now: Clock.GetUtcNow().AddMinutes(1)));
        await Host.ChangeAsync(async database => (await database.OAuthSessions.FindAsync(first.Sessions[^1].Id))!.TryFinish(Clock.GetUtcNow()));

        Assert.Equal(Ids(second), Ids(await ReadAsync(new() { After = first.Next })));
    }

    [Fact]
    public async Task A_device_is_found_by_its_id_the_latest_active_session_first()
    {
        var (older, newer, latest) = (A.OAuthSession(_app.Client, _app.User), A.OAuthSession(_app.Client, _app.User, now: ManualClock.Start.AddMinutes(1)), A.OAuthSession(_app.Client, _app.User, now: ManualClock.Start.AddMinutes(2)));
        latest.TryFinish(ManualClock.Start.AddMinutes(3));
        await Host.ArrangeAsync(older, newer, latest);

        Assert.Equal(new SessionReference(AccountSessionKind.OAuth, newer.Id), await FindDeviceAsync(A.DeviceId));
        Assert.Null(await FindDeviceAsync("another"));
        Assert.Null(await FindDeviceAsync("a\0b"));
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 1, false)]
    [InlineData(2, 2, true)]
    [InlineData(0, 0, false)]
    public async Task The_last_device_that_may_hold_keys_is_told_apart(int devices, int chosen, bool isLast)
    {
        var apps = Enumerable.Range(0, devices).Select(number => A.OAuthSession(_app.Client, _app.User, now: ManualClock.Start.AddMinutes(number))).ToList();
        var (ended, service) = (A.OAuthSession(_app.Client, _app.User), OAuthSession.Begin(_app.Client.Id, _app.User.Id, null, A.Scope("openid"), null, null, ManualClock.Start));
        ended.TryFinish(ManualClock.Start);
        await Host.ArrangeAsync([.. apps, ended, service]);

        var preview = await PreviewAsync(SessionSelection.Of([.. apps.Take(chosen).Append(service).Select(session => new SessionReference(AccountSessionKind.OAuth, session.Id))]));

        Assert.Equal((isLast, chosen, chosen + 1, false), (preview.EndsLastDevice, preview.Devices, preview.Total, preview.IncludesHere));
    }

    [Fact]
    public async Task What_ends_is_named_up_to_a_page_and_counted_beyond()
    {
        var expected = await ArrangeManyAsync(apps: 20, browsers: 10, ended: 5);

        var others = await PreviewAsync(SessionSelection.Others(_app.Browser.Id));
        var here = await PreviewAsync(SessionSelection.Of(new SessionReference(AccountSessionKind.Browser, _app.Browser.Id)));

        Assert.Equal((30, false, true), (others.Total, others.IncludesHere, others.EndsLastDevice));
        Assert.Equal(expected.Take(AccountSessionList.PageSize), others.Sessions.Select(session => session.Id));
        Assert.Equal((1, true, false), (here.Total, here.IncludesHere, here.EndsLastDevice));
    }

    private static List<Guid> Ids(AccountSessionPage page) => [.. page.Sessions.Select(session => session.Id)];

    /// <summary>Sessions of both kinds in turn; the ids in the order in which they shall be listed.</summary>
    private async Task<List<Guid>> ArrangeManyAsync(int apps, int browsers, int ended)
    {
        var (active, over) = (new List<Guid>(), new List<(Guid Id, DateTimeOffset At)>());
        for (var number = 0; number < apps + browsers + ended; number++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            var now = Clock.GetUtcNow();
            var (app, browser) = (A.OAuthSession(_app.Client, _app.User, now: now), A.BrowserSession(_app.User, now: now));
            var isEnded = number < ended;
            var isApp = isEnded ? number % 2 == 0 : number - ended < apps;
            var id = isApp ? app.Id : browser.Id;
            if (isEnded)
            {
                var at = now.AddHours(number * 7 % 20); // not in the order in which they began
                _ = isApp ? app.TryFinish(at) : browser.TryFinish(at);
                over.Add((id, at));
            }
            else
            {
                active.Add(id);
            }

            await Host.ArrangeAsync(isApp ? app : browser);
        }

        Clock.Advance(TimeSpan.FromDays(2));
        return [.. Enumerable.Reverse(active), .. over.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Select(entry => entry.Id)];
    }

    private Task<AccountSessionPage> ReadAsync(SessionQuery query, AnApp? of = null) =>
        UseAsync(list => list.ReadAsync((of ?? _app).User.Id, (of ?? _app).Browser.Id, query, CancellationToken.None));

    private Task<SessionCounts> CountAsync() => UseAsync(list => list.CountAsync(_app.User.Id, _app.Browser.Id, CancellationToken.None));

    private Task<AccountSession?> FindAsync(Guid id) => UseAsync(list => list.FindAsync(_app.User.Id, new(AccountSessionKind.OAuth, id), CancellationToken.None));

    private Task<SessionReference?> FindDeviceAsync(string id) => UseAsync(list => list.FindDeviceAsync(_app.User.Id, id, CancellationToken.None));

    private Task<SessionEndPreview> PreviewAsync(SessionSelection selection) => UseAsync(list => list.PreviewEndAsync(_app.User.Id, _app.Browser.Id, selection, CancellationToken.None));

    private Task<T> UseAsync<T>(Func<AccountSessionList, Task<T>> use) => Host.RunAsync(use);

    public sealed class OnSqlite() : AccountSessionListTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AccountSessionListTests(DatabaseProvider.PostgreSql);
}
