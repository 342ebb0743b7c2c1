using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>In which language a page is (flows contract, section 2.6).</summary>
public sealed class LanguageTests(SharedPortal shared) : PortalTest(shared)
{
    [Theory]
    [InlineData("de", "de")]
    [InlineData("de-AT, en;q=0.5", "de")]
    [InlineData("en;q=0.5, de", "de")]
    [InlineData("tlh, fr;q=0.1", "fr")]
    [InlineData("pt", "pt-BR")]
    [InlineData("pt-PT", "pt-BR")]
    [InlineData("zh-CN", "zh-Hans")]
    [InlineData("zh-Hans-SG", "zh-Hans")]
    [InlineData("zh-TW, de;q=0.5", "de")]
    [InlineData("iw", "he")]
    [InlineData("tlh", "en")]
    [InlineData("*", "en")]
    [InlineData("", "en")]
    public async Task Line_48_Follows_the_browser_with_fallbacks(string header, string language)
    {
        var browser = Site.Browser();
        browser.Headers["Accept-Language"] = header;

        Assert.Equal(language, LanguageOf(await browser.GetAsync("login")));
    }

    [Theory]
    [InlineData("ar", "rtl")]
    [InlineData("he", "rtl")]
    [InlineData("ja", "ltr")]
    public async Task The_page_goes_in_the_direction_of_its_language(string language, string direction)
    {
        var browser = Site.Browser();
        browser.Headers["Accept-Language"] = language;

        Assert.Equal(direction, (await browser.GetAsync("login")).Document.DocumentElement.GetAttribute("dir"));
    }

    [Fact]
    public async Task A_choice_wins_over_what_the_browser_prefers_and_leads_back()
    {
        var browser = Site.Browser();
        const string resume = "kind=manage_account&path=%2Faccount%2Fprofile";
        var link = (await browser.GetAsync($"login?{resume}")).Document.QuerySelector(".footer a[href*='/language']")!.GetAttribute("href")!;

        var answer = await browser.SubmitAsync(await browser.GetAsync(link.TrimStart('/')), ("language", "de"));

        Assert.Equal((HttpStatusCode.SeeOther, $"/login?{resume}"), (answer.Status, answer.Location));
        var page = await browser.GetAsync("login");
        Assert.Equal("de", LanguageOf(page));
        Assert.Contains("Deutsch", page.Document.QuerySelector(".footer a[href*='/language']")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_language_is_offered_under_its_own_name()
    {
        var page = await Site.Browser().GetAsync("language");

        Assert.Equal(15, page.Document.QuerySelectorAll("button[name=language]").Length);
        Assert.Equal("日本語", page.Document.QuerySelector("button[value=ja]")!.TextContent.Trim());
        Assert.Equal("rtl", page.Document.QuerySelector("button[value=he]")!.GetAttribute("dir"));
        Assert.Equal("en", page.Document.QuerySelector("button[aria-current=true]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task An_account_remembers_the_choice_for_the_next_browser_and_for_mails()
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var browser = await Site.SignedInAsync(name);
        await browser.SubmitAsync(await browser.GetAsync("language"), ("language", "fr"));

        var other = await Site.SignedInAsync(name);

        Assert.Equal("fr", LanguageOf(await other.GetAsync("account/")));
        Assert.Equal("fr", await Site.ReadAsync(database => database.Users.Where(user => user.UserName == name).Select(user => user.Language).SingleAsync()));
    }

    [Theory]
    [InlineData("tlh")]
    [InlineData("")]
    [InlineData("../en")]
    public async Task What_is_no_language_of_ours_changes_nothing(string language)
    {
        var browser = Site.Browser();

        var answer = await browser.SubmitAsync(await browser.GetAsync("language"), ("language", language));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.False(browser.Cookies.ContainsKey("language"));
    }

    [Theory]
    [InlineData("login?login_hint=the-secret", "/language?return=/login")]
    [InlineData("account/password/recovery?ticket=the-secret", "/language?return=/account/password/recovery")]
    [InlineData("consent/the-secret", "/language?return=/")]
    [InlineData("no/the-secret", "/language?return=/")]
    public async Task The_link_repeats_nothing_that_somebody_else_chose(string address, string link) =>
        Assert.Equal(link, (await Site.Browser().GetAsync(address)).Document.QuerySelector(".footer a[href*='/language']")!.GetAttribute("href"));

    [Fact]
    public async Task The_script_may_give_the_whole_address()
    {
        var page = await Site.Browser().GetAsync($"language?return={Uri.EscapeDataString("/account/sessions?kind=apps&after=x")}");

        Assert.Equal("/account/sessions?kind=apps&after=x", ((IHtmlInputElement)page.Document.QuerySelector("input[name=return]")!).Value);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("login")]
    [InlineData("/\u202eevil")]
    public async Task Nobody_is_led_away(string path)
    {
        var browser = Site.Browser();
        var page = await browser.GetAsync($"language?return={Uri.EscapeDataString(path)}");

        Assert.Equal("/", ((IHtmlInputElement)page.Document.QuerySelector("input[name=return]")!).Value);
        Assert.Equal("/", (await browser.SubmitAsync(page, ("language", "de"), ("return", path))).Location);
    }

    [Fact]
    public async Task A_garbled_cookie_is_ignored()
    {
        var browser = Site.Browser();
        browser.Cookies["language"] = new string('x', 2000);

        Assert.Equal("en", LanguageOf(await browser.GetAsync("login")));
    }

    private static string? LanguageOf(Answer page) => page.Document.DocumentElement.GetAttribute("lang");
}
