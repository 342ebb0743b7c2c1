using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>/account/activity</c> (flows contract, section 14.5).</summary>
public sealed class ActivityPageTests(SharedPortal shared) : PortalTest(shared)
{
    [Fact]
    public async Task Is_found_from_the_home_page_and_says_what_happened_and_where()
    {
        var browser = await SomebodyAsync();
        var home = await browser.GetAsync("account/");
        Assert.Contains(home.Document.QuerySelectorAll("main a"), link => link.GetAttribute("href") == "/account/activity");

        var page = await browser.GetAsync("account/activity");

        Assert.Equal("Activity", page.Heading);
        var entry = Assert.Single(page.Document.QuerySelectorAll(".timeline > li"));
        Assert.Contains("You signed in with a browser", entry.TextContent, StringComparison.Ordinal);
        Assert.Equal("Firefox on Linux", entry.QuerySelector("a")!.TextContent);
        Assert.StartsWith("/account/sessions/browser_session:", entry.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("just now", entry.QuerySelector("time")!.TextContent);
        Assert.Contains("We remember changes for 365 days", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_that_is_recorded_has_a_sentence_and_so_has_one_of_a_later_version()
    {
        var name = NewName();
        var user = await Site.PersonAsync(name);
        var browser = await Site.SignedInAsync(name);
        var kinds = typeof(SecurityEvent).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToList();
        await Site.ArrangeAsync(kinds.Append("from_the_future").Select(kind => SecurityEvent.Record(user.Id, kind, null, "192.0.2.7", ManualClock.Start)));

        var entries = new List<string>();
        for (var address = "account/activity"; address is not null;)
        {
            var page = (await browser.GetAsync(address)).Document;
            entries.AddRange(page.QuerySelectorAll(".timeline > li").Select(entry => entry.QuerySelector("div > span")!.TextContent));
            address = page.QuerySelectorAll("main a").FirstOrDefault(link => link.TextContent.Trim() == "Older")?.GetAttribute("href");
        }

        Assert.Equal(kinds.Count + 2, entries.Count);
        Assert.Single(entries, entry => entry == "Something about your account was changed");
        Assert.Equal(entries.Count, entries.Distinct().Count());
    }

    [Fact]
    public async Task A60_What_others_chose_is_set_apart_and_never_markup()
    {
        var name = NewName();
        var user = await Site.PersonAsync(name);
        var browser = await Site.SignedInAsync(name);
        var client = Portal.Identity.Clients.Client.Configure(
            Guid.CreateVersion7(ManualClock.Start), new(Portal.Identity.Clients.ClientAuthMethod.None, [A.RedirectUri], "<b>\u202eYour password was changed</b>", "https://app.example/"), null, ManualClock.Start);
        await Site.ArrangeAsync(client, A.OAuthSession(client, user));

        var page = await browser.GetAsync("account/activity");

        Assert.Equal("<b>\u202eYour password was changed</b>", Assert.Single(page.Document.QuerySelectorAll(".timeline bdi"), part => part.TextContent.Contains("password", StringComparison.Ordinal)).TextContent);
        Assert.Empty(page.Document.QuerySelectorAll(".timeline b"));
    }

    [Theory]
    [InlineData("after=x&before=y")]
    [InlineData("after=1.01ARZ3NDEKTSV4RRFFQ69G5FAV.0")]
    [InlineData("before=99999999999999999.01ARZ3NDEKTSV4RRFFQ69G5FAV.99999999999")]
    public async Task A77_An_address_that_means_nothing_shows_the_latest(string query)
    {
        var page = await (await SomebodyAsync()).GetAsync("account/activity?" + query);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Single(page.Document.QuerySelectorAll(".timeline > li"));
    }

    [Fact]
    public async Task A_page_leads_to_the_older_and_back()
    {
        var name = NewName();
        var user = await Site.PersonAsync(name);
        var browser = await Site.SignedInAsync(name);
        await Site.ArrangeAsync(Enumerable.Range(0, 30).Select(number => SecurityEvent.Record(user.Id, SecurityEvent.EmailAdded, null, $"192.0.2.{number}", ManualClock.Start.AddMinutes(-number - 1))));

        var first = await browser.GetAsync("account/activity");
        var second = await browser.GetAsync(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        var back = await browser.GetAsync(second.Document.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);

        Assert.Equal((20, 11, 20), (Rows(first), Rows(second), Rows(back)));
        Assert.Null(second.Document.QuerySelector("a[rel=next]"));
        Assert.Null(back.Document.QuerySelector("a[rel=prev]"));
    }

    [Fact]
    public async Task The_home_page_says_when_the_password_was_changed()
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var browser = await Site.SignedInAsync(name);
        Assert.Contains("Your password</p>", (await browser.GetAsync("account/")).Text, StringComparison.Ordinal);

        await Site.ChangeAsync(async database => (await database.Users.SingleAsync(user => user.UserName == name)).ReplacePassword(A.PasswordHash, ManualClock.Start.AddDays(-3)));

        Assert.Contains("Your password, changed 3 days ago", (await browser.GetAsync("account/")).Text, StringComparison.Ordinal);
    }

    private static int Rows(Answer page) => page.Document.QuerySelectorAll(".timeline > li").Length;
}
