using System.Net;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What the list of sessions says about what was done, and offers.</summary>
public sealed class SessionPageTests(SharedPortal shared) : PortalTest(shared)
{
    private const string Windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

    [Fact]
    public async Task Names_the_device_that_was_signed_out_once()
    {
        var (here, _) = await TwoBrowsersAsync();
        var list = await here.GetAsync("account/sessions");

        var done = await here.FollowAsync(await here.SubmitAsync(await here.GetAsync(SignOutOf(list, "Windows"))));

        Assert.StartsWith("Firefox on Windows is signed out.", NoticeOf(done), StringComparison.Ordinal);
        Assert.DoesNotContain("password", NoticeOf(done), StringComparison.OrdinalIgnoreCase);
        Assert.Null(NoticeOf(await here.GetAsync("account/sessions")));
    }

    [Fact]
    public async Task Says_of_what_was_over_before_that_it_was()
    {
        var (here, _) = await TwoBrowsersAsync();
        var question = await here.GetAsync(SignOutOf(await here.GetAsync("account/sessions"), "Windows"));
        await here.SubmitAsync(question);

        var again = await here.FollowAsync(await here.SubmitAsync(question));
        var asked = await here.FollowAsync(await here.GetAsync(question.Address));

        Assert.Equal(("That device was signed out before.", "That device was signed out before."), (NoticeOf(again), NoticeOf(asked)));
    }

    [Theory]
    [InlineData("Ended")]
    [InlineData("Ended.")]
    [InlineData("Ended.01J00000000000000000000000")]
    [InlineData("Ended.Your bank")]
    [InlineData("Ended.browser_session:01J00000000000000000000000")]
    [InlineData("Renamed.oauth2_session:01J00000000000000000000000")]
    [InlineData("EndedSeveral.")]
    [InlineData("EndedSeveral.-1")]
    [InlineData("EndedSeveral.Your bank")]
    [InlineData("7")]
    [InlineData(".")]
    public async Task Says_nothing_for_a_cookie_that_names_no_session_of_theirs(string cookie)
    {
        var browser = await SomebodyAsync();
        browser.Cookies["account-notice"] = cookie;

        Assert.Null(NoticeOf(await browser.GetAsync("account/sessions")));
    }

    [Fact]
    public async Task Offers_to_sign_out_everywhere_else_only_where_there_is_something_else()
    {
        const string offer = "a[href$='/account/sessions/end-others']";
        var (here, _) = await TwoBrowsersAsync();
        Assert.NotNull((await here.GetAsync("account/sessions")).Document.QuerySelector(offer));

        await here.SubmitAsync(await here.GetAsync("account/sessions/end-others"));

        Assert.Null((await here.GetAsync("account/sessions")).Document.QuerySelector(offer));
    }

    [Theory]
    [InlineData("account/", "/account/")]
    [InlineData("account/sessions", "/account/sessions")]
    [InlineData("account/sessions/end-others", "/account/sessions")]
    public async Task Marks_where_one_is_in_the_navigation(string address, string current)
    {
        var page = await (await SomebodyAsync()).GetAsync(address);

        Assert.Equal(current, Assert.Single(page.Document.QuerySelectorAll("nav [aria-current]")).GetAttribute("href"));
    }

    [Theory]
    [InlineData("same-origin", HttpStatusCode.SeeOther)]
    [InlineData("same-site", HttpStatusCode.BadRequest)]
    [InlineData("cross-site", HttpStatusCode.BadRequest)]
    [InlineData(null, HttpStatusCode.BadRequest)]
    public async Task A_second_press_on_sign_out_is_answered_like_the_first(string? site, HttpStatusCode status)
    {
        var browser = await SomebodyAsync();
        var csrf = (await browser.GetAsync("account/")).Field("csrf")!;
        Assert.Equal("/login", (await browser.PostAsync("logout", ("csrf", csrf))).Location);
        if (site is not null)
        {
            browser.Headers["Sec-Fetch-Site"] = site;
        }

        Assert.Equal(status, (await browser.PostAsync("logout", ("csrf", csrf))).Status);
    }

    [Fact]
    public async Task An_old_form_does_not_sign_the_next_person_out()
    {
        var browser = await SomebodyAsync();
        var csrf = (await browser.GetAsync("account/")).Field("csrf")!;
        await browser.PostAsync("logout", ("csrf", csrf));
        var next = NewName();
        await Site.PersonAsync(next);
        await browser.SignInAsync(next);
        browser.Headers["Sec-Fetch-Site"] = "same-origin";

        var answer = await browser.PostAsync("logout", ("csrf", csrf));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/")).Status);
    }

    private static string? NoticeOf(Answer page) => page.Document.QuerySelector(".note[role=status] > div")?.TextContent.Trim();

    private static string SignOutOf(Answer list, string name) => list.Document.QuerySelectorAll("li.session")
        .Single(row => row.TextContent.Contains(name, StringComparison.Ordinal)).QuerySelector("a.button")!.GetAttribute("href")!;

    private async Task<(Browser Here, Browser There)> TwoBrowsersAsync()
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var there = Site.Browser();
        there.Headers["User-Agent"] = Windows;
        await there.SignInAsync(name);
        return (await Site.SignedInAsync(name), there);
    }
}
