using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Activity;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Activity;

public abstract class AccountActivityTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly PortalUser _alice = A.User();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Host.ArrangeAsync(_alice);
    }

    [Fact]
    public async Task Tells_of_changes_and_of_sessions_the_latest_first_and_where()
    {
        var (client, browser) = (A.Client(), A.BrowserSession(_alice));
        var app = A.OAuthSession(client, _alice, browser, ManualClock.Start.AddMinutes(1));
        app.TryFinish(ManualClock.Start.AddMinutes(4));
        await Host.ArrangeAsync(client, browser, app, Event(SecurityEvent.EmailAdded, minutes: 2, browser.Id), Event(SecurityEvent.PasswordReset, minutes: 3));

        var all = (await ReadAsync()).Happenings;

        Assert.Equal([Happening.AppEnded, SecurityEvent.PasswordReset, SecurityEvent.EmailAdded, Happening.AppBegan, Happening.BrowserBegan], all.Select(happening => happening.Kind));
        Assert.Equal([4, 3, 2, 1, 0], all.Select(happening => (happening.At - ManualClock.Start).TotalMinutes));
        Assert.Equal([app.Id, null, browser.Id, app.Id, browser.Id], all.Select(happening => happening.Session?.Id));
        Assert.Equal([null, "192.0.2.7", "192.0.2.7", null, null], all.Select(happening => happening.IpAddress));
    }

    [Fact]
    public async Task A73_Nothing_is_told_of_anybody_else()
    {
        var bob = A.User("bob");
        var (client, browser) = (A.Client(), A.BrowserSession(bob));
        await Host.ArrangeAsync(bob, client, browser, A.OAuthSession(client, bob, browser), SecurityEvent.Record(bob.Id, SecurityEvent.EmailAdded, browser.Id, null, ManualClock.Start), Event(SecurityEvent.EmailAdded, 0, browser.Id));

        var only = Assert.Single((await ReadAsync()).Happenings);

        Assert.Null(only.Session); // a row that names another's session tells nothing of it
    }

    [Fact]
    public async Task What_happens_at_one_moment_is_on_one_page_only_and_every_page_leads_on_and_back()
    {
        // Fifty browsers that began and ended at the same time: a hundred things at two moments.
        for (var number = 0; number < 50; number++)
        {
            var browser = A.BrowserSession(_alice);
            browser.TryFinish(ManualClock.Start.AddMinutes(number % 2));
            await Host.ArrangeAsync(browser);
        }

        var pages = new List<ActivityPart> { await ReadAsync() };
        while (pages[^1].Next is { } next)
        {
            pages.Add(await ReadAsync(new(After: next)));
        }

        var all = pages.SelectMany(page => page.Happenings).ToList();
        Assert.Equal([20, 20, 20, 20, 20], pages.Select(page => page.Happenings.Count));
        Assert.Equal(100, all.Select(happening => (happening.Kind, happening.Session!.Id)).Distinct().Count());
        Assert.Equal(all.OrderByDescending(happening => happening.At).Select(happening => happening.At), all.Select(happening => happening.At));
        foreach (var session in all.GroupBy(happening => happening.Session!.Id))
        {
            Assert.Equal([Happening.BrowserEnded, Happening.BrowserBegan], session.Select(happening => happening.Kind));
        }

        for (var number = pages.Count - 1; number > 1; number--)
        {
            Assert.Equal(pages[number - 1].Happenings, (await ReadAsync(new(Before: pages[number].Previous))).Happenings);
        }

        var first = await ReadAsync(new(Before: pages[1].Previous));
        Assert.Equal((pages[0].Happenings.Count, null), (first.Happenings.Count, first.Previous));
        Assert.Equal(pages[0].Happenings, first.Happenings);
    }

    [Fact]
    public async Task A_place_beyond_the_end_is_the_first_page()
    {
        await Host.ArrangeAsync(A.BrowserSession(_alice));

        var part = await ReadAsync(new(After: new ActivityCursor(DateTimeOffset.UnixEpoch, Guid.Empty, 0)));

        Assert.Single(part.Happenings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2")]
    [InlineData("-1.01ARZ3NDEKTSV4RRFFQ69G5FAV.0")]
    [InlineData("99999999999999999999.01ARZ3NDEKTSV4RRFFQ69G5FAV.0")]
    [InlineData("1.nonsense.0")]
    [InlineData("1.01ARZ3NDEKTSV4RRFFQ69G5FAV.x")]
    public void What_is_no_place_is_none(string text) => Assert.Null(ActivityCursor.Parse(text));

    [Fact]
    public void A_place_is_read_as_it_was_written()
    {
        var cursor = new ActivityCursor(ManualClock.Start.AddMicroseconds(7), Guid.CreateVersion7(ManualClock.Start), 3);

        Assert.Equal(cursor, ActivityCursor.Parse(cursor.ToString()));
    }

    private SecurityEvent Event(string kind, int minutes, Guid? sessionId = null) =>
        SecurityEvent.Record(_alice.Id, kind, sessionId, "192.0.2.7", ManualClock.Start.AddMinutes(minutes));

    private Task<ActivityPart> ReadAsync(ActivityQuery? query = null) =>
        Host.RunAsync<AccountActivity, ActivityPart>(activity => activity.ReadAsync(_alice.Id, query ?? new(), CancellationToken.None));

    public sealed class OnSqlite() : AccountActivityTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AccountActivityTests(DatabaseProvider.PostgreSql);
}
