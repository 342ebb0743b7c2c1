using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>/account/sessions</c> without a circuit: filters, pages, and ending several (flows contract, sections 9.6 and 9.9).</summary>
public sealed class SessionListPageTests(SharedPortal shared) : PortalTest(shared)
{
    private const string Phone = "Element X/25.06 (Google Pixel 8; Android 15; Sdk release)";

    [Fact]
    public async Task Line_42_A_page_leads_to_the_next_and_back_and_keeps_its_filter()
    {
        var (browser, _) = await SomebodyWithAsync(apps: 45);

        var first = await browser.GetAsync("account/sessions?kind=apps");
        var second = await browser.GetAsync(LinkOf(first, "next")!);
        var third = await browser.GetAsync(LinkOf(second, "next")!);
        var back = await browser.GetAsync(LinkOf(third, "prev")!);

        Assert.Equal([20, 20, 5, 20], new[] { first, second, third, back }.Select(page => Rows(page).Count));
        Assert.Equal((null, null), (LinkOf(first, "prev"), LinkOf(third, "next")));
        Assert.Equal(Rows(second), Rows(back));
        Assert.All(new[] { second, third, back }, page => Assert.Equal("Apps 45", FilterOf(page)));
        Assert.Empty(Rows(first).Intersect(Rows(second)));
    }

    [Fact]
    public async Task Filters_are_links_that_say_how_many_they_show()
    {
        var (browser, user) = await SomebodyWithAsync(apps: 7);
        await Site.ChangeAsync(database => database.OAuthSessions.Where(session => session.UserId == user).OrderBy(session => session.Id).Take(2)
            .ExecuteUpdateAsync(row => row.SetProperty(session => session.LastActiveAt, ManualClock.Start.AddDays(-100))));

        var all = await browser.GetAsync("account/sessions");
        var filters = all.Document.QuerySelectorAll("nav.filters a").ToDictionary(link => link.TextContent.Trim(), link => link.GetAttribute("href")!);
        Assert.Equal(["All 8", "Apps 7", "Browsers 1", "Not used for 90 days 2"], filters.Keys);
        Assert.Equal("All 8", FilterOf(all));

        Assert.Equal(7, Rows(await browser.GetAsync(filters["Apps 7"])).Count);
        Assert.Single(Rows(await browser.GetAsync(filters["Browsers 1"])));
        var unused = await browser.GetAsync(filters["Not used for 90 days 2"]);
        Assert.Equal(2, Rows(unused).Count);
        Assert.Equal("/account/sessions", unused.Document.QuerySelectorAll("nav.filters a")[^1].GetAttribute("href")); // pressed again, it is taken off
    }

    [Theory]
    [InlineData("account/sessions/browsers", "/account/sessions?kind=browsers")]
    [InlineData("account/sessions/browsers?inactive=true", "/account/sessions?kind=browsers&inactive=true")]
    [InlineData("account/sessions/sign-out", "/account/sessions")]
    [InlineData("account/devices/", "/account/sessions")]
    public async Task Other_addresses_lead_to_the_list(string address, string location) => Assert.Equal(location, (await (await SomebodyAsync()).GetAsync(address)).Location);

    [Theory]
    [InlineData("kind=nonsense&inactive=maybe&after=x&before=y")]
    [InlineData("after=01ARZ3NDEKTSV4RRFFQ69G5FAV.99999999999999999999")]
    [InlineData("kind=apps&kind=browsers&after=&before=")]
    public async Task What_a_query_says_wrongly_is_left_out(string query)
    {
        var page = await (await SomebodyAsync()).GetAsync("account/sessions?" + query);

        Assert.Equal((HttpStatusCode.OK, "Where you are signed in"), (page.Status, page.Heading));
    }

    [Theory]
    [InlineData("kind=apps", "No apps.")]
    [InlineData("inactive=true", "Nothing is forgotten.")]
    [InlineData("", "No other devices.")]
    public async Task An_empty_list_says_why(string query, string fact) =>
        Assert.Equal(fact, (await (await SomebodyAsync()).GetAsync("account/sessions?" + query)).Document.QuerySelector(".empty b")?.TextContent);

    [Fact]
    public async Task Several_are_chosen_with_ticks_named_and_ended_together()
    {
        var (browser, user) = await SomebodyWithAsync(apps: 4);
        var list = await browser.GetAsync("account/sessions");
        var form = list.Document.QuerySelector("form#selected")!;
        var boxes = list.Document.QuerySelectorAll("input[form=selected][name=session]").Select(box => box.GetAttribute("value")!).ToList();
        Assert.Equal(("get", "/account/sessions/sign-out", 4), (form.GetAttribute("method"), form.GetAttribute("action"), boxes.Count));

        var question = await browser.GetAsync($"{form.GetAttribute("action")}?session={boxes[0]}&session={boxes[2]}");
        Assert.Equal("Sign out 2 devices?", question.Heading);
        Assert.Equal(2, Rows(question).Count);
        var done = await browser.FollowAsync(await browser.SubmitAsync(question));

        Assert.Equal("2 devices are signed out.", done.Document.QuerySelector(".note[role=status]")?.TextContent.Trim());
        Assert.Equal(2, await ActiveAsync(user));
    }

    [Fact]
    public async Task All_that_is_not_used_ends_at_once()
    {
        var (browser, user) = await SomebodyWithAsync(apps: 30);
        await Site.ChangeAsync(database => database.OAuthSessions.Where(session => session.UserId == user).OrderBy(session => session.Id).Take(25)
            .ExecuteUpdateAsync(row => row.SetProperty(session => session.LastActiveAt, ManualClock.Start.AddDays(-100))));

        var question = await browser.GetAsync((await browser.GetAsync("account/sessions?inactive=true")).Document.QuerySelector("a[href$='sign-out?inactive=true']")!.GetAttribute("href")!);
        Assert.Equal(("Sign out 25 devices?", 20), (question.Heading, Rows(question).Count));
        Assert.Contains("And 5 more.", question.Document.Body!.TextContent, StringComparison.Ordinal);
        await browser.SubmitAsync(question);

        Assert.Equal(5, await ActiveAsync(user));
    }

    [Fact]
    public async Task Line_44_Whoever_signs_this_browser_out_is_signed_out_here()
    {
        var browser = await SomebodyAsync();
        var here = (await browser.GetAsync("account/sessions")).Document.QuerySelector("li.session a.button")!.GetAttribute("href")!;

        var question = await browser.GetAsync(here);
        Assert.Contains("That includes this browser", question.Text, StringComparison.Ordinal);
        var done = await browser.SubmitAsync(question);

        Assert.Equal(("/login", false), (done.Location, browser.Cookies.ContainsKey("session")));
        Assert.StartsWith("/login", (await browser.GetAsync("account/sessions")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_last_device_that_may_hold_keys_goes_it_is_said_what_is_lost()
    {
        var (browser, _) = await SomebodyWithAsync(apps: 2);
        var list = await browser.GetAsync("account/sessions");
        var boxes = list.Document.QuerySelectorAll("input[form=selected]").Select(box => box.GetAttribute("value")!).ToList();

        var one = await browser.GetAsync($"account/sessions/sign-out?session={boxes[0]}");
        var both = await browser.GetAsync($"account/sessions/sign-out?session={boxes[0]}&session={boxes[1]}");
        var others = await browser.GetAsync("account/sessions/end-others");

        Assert.Null(one.Document.QuerySelector(".note"));
        Assert.Contains("keep another device", one.Text, StringComparison.Ordinal);
        foreach (var page in new[] { both, others })
        {
            Assert.StartsWith("Nothing else that is signed in can hold your message keys.", page.Document.QuerySelector(".note[data-tone=warning]")?.TextContent.Trim(), StringComparison.Ordinal);
            Assert.NotNull(page.Document.QuerySelector("form button[data-kind=danger]"));
        }
    }

    [Fact]
    public async Task More_than_a_page_holds_cannot_be_named_one_by_one()
    {
        var browser = await SomebodyAsync();
        var sessions = Enumerable.Range(0, 21).Select(_ => ("session", new SessionReference(AccountSessionKind.OAuth, Guid.CreateVersion7(ManualClock.Start)).ToString())).ToList();

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync("account/sessions/sign-out?" + string.Join('&', sessions.Select(session => $"{session.Item1}={session.Item2}")))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("account/sessions/end", [("csrf", (await browser.GetAsync("account/")).Field("csrf")!), .. sessions])).Status);
    }

    private static List<string> Rows(Answer page) => [.. page.Document.QuerySelectorAll("li.session").Select(row => row.QuerySelector(".entry-text > a")?.GetAttribute("href") ?? row.TextContent)];

    private static string? LinkOf(Answer page, string relation) => page.Document.QuerySelector($"a[rel={relation}]")?.GetAttribute("href");

    private static string? FilterOf(Answer page) => page.Document.QuerySelector("nav.filters [aria-current]")?.TextContent.Trim();

    private async Task<(Browser Browser, Guid UserId)> SomebodyWithAsync(int apps)
    {
        var name = NewName();
        var user = await Site.PersonAsync(name);
        var client = A.Client();
        await Site.ArrangeAsync([client, .. Enumerable.Range(0, apps).Select(number => OAuthSession.Begin(
            client.Id, user.Id, null, A.Scope(A.MatrixScope), Phone, "192.0.2.1", ManualClock.Start.AddMinutes(-number)))]);
        return (await Site.SignedInAsync(name), user.Id);
    }

    private Task<int> ActiveAsync(Guid user) => Site.ReadAsync(database => database.OAuthSessions.CountAsync(session => session.UserId == user && session.FinishedAt == null));
}
