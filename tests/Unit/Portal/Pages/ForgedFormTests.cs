using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Forms without our token (flows contract, section 15, line 1): refused, and offered again only to the person who sent them here.</summary>
public sealed class ForgedFormTests(SharedPortal shared) : PortalTest(shared)
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("of another browser")]
    public async Task What_another_site_sends_is_refused_without_a_form_to_send_again(string? token)
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var browser = await Site.SignedInAsync(name);
        browser.Headers["Sec-Fetch-Site"] = "cross-site";
        browser.Headers["Origin"] = "https://evil.example";
        var consent = await (await HttpApp.RegisterAsync(Site)).ConsentPageAsync(browser);
        var foreign = token == "of another browser" ? (await Site.Browser().GetAsync("login")).Field("csrf")! : token;
        (string, string)[] csrf = foreign is null ? [] : [("csrf", foreign)];

        foreach (var (address, fields) in new (string, (string, string)[])[]
        {
            ("login", [("username", name), ("password", A.Password)]),
            ("logout", []),
            ("register/password", [("username", "mallory"), ("email", "m@example.com"), ("password", A.Password)]),
            (consent.Address, [("action", "allow")]),
            (consent.Address, [("action", "cancel")]),
            ("account/sessions/end-others", []),
            ("account/confirm", [("password", A.Password)]),
            ("account/profile", [("display_name", "Mallory")]),
            ("account/emails/add", [("email", "m@example.com")]),
            ("account/not-me?ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", []),
            ("account/activity/not-me", []),
            ("account/reset-cross-signing", []),
            ("account/deactivate", [("mxid", $"@{name}:example.org")]),
            ("login/deleted", [("action", "keep")]),
            ("account/password/change", [("current_password", A.Password), ("new_password", A.Password + "!")]),
            ("account/sessions/end", [("session", "x")]),
            ("account/tokens/new", [("name", "bot"), ("reach", "Account"), ("lifetime", "30")]),
            ("account/tokens/01ARZ3NDEKTSV4RRFFQ69G5FAV/end", []),
            ("account/app-passwords/new", [("name", "app")]),
            ("account/app-passwords/01ARZ3NDEKTSV4RRFFQ69G5FAV/end", []),
        })
        {
            var answer = await browser.PostAsync(address, [.. csrf, .. fields]);

            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{address}: {answer.Status}");
            Assert.Empty(answer.Document.QuerySelectorAll("form"));
            Assert.DoesNotContain(A.Password, answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(consent.Address)).Status);
        Assert.False(await Site.ReadAsync(database => database.Registrations.AnyAsync(registration => registration.Username == "mallory")));
    }

    // Browsers name the origin "null" when the page that sends the form has Referrer-Policy: no-referrer, as ours have.
    [Theory]
    [InlineData("null")]
    [InlineData("https://auth.example")]
    [InlineData(null)]
    public async Task What_our_own_page_sends_with_an_old_token_is_offered_again_without_the_password(string? origin)
    {
        var browser = Site.Browser();
        await browser.GetAsync("login");
        browser.Headers["Sec-Fetch-Site"] = "same-origin";
        if (origin is not null)
        {
            browser.Headers["Origin"] = origin;
        }

        var stale = await browser.PostAsync("login?kind=manage_account&path=/account/sessions", ("csrf", "old"), ("username", "alice<b>"), ("password", A.Password));

        Assert.Equal(HttpStatusCode.BadRequest, stale.Status);
        Assert.Equal("This page was open for a long time", stale.Heading);
        Assert.Equal("alice<b>", stale.Field("username"));
        Assert.Null(stale.Field("password"));
        Assert.DoesNotContain(A.Password, stale.Text, StringComparison.Ordinal);
        Assert.NotEqual("old", stale.Field("csrf"));
        var again = await browser.SubmitAsync(stale);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal("/login?kind=manage_account&path=/account/sessions", again.Address);
        Assert.Equal("alice<b>", again.Field("username"));
    }

    [Theory]
    [InlineData("same-site")]
    [InlineData("none")]
    [InlineData("cross-site")]
    [InlineData(null)]
    public async Task Only_what_surely_came_from_our_page_is_offered_again(string? site)
    {
        var browser = Site.Browser();
        browser.Headers["Origin"] = "https://auth.example";
        if (site is not null)
        {
            browser.Headers["Sec-Fetch-Site"] = site;
        }

        var answer = await browser.PostAsync("login", ("username", "alice"), ("password", A.Password));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Empty(answer.Document.QuerySelectorAll("form"));
    }

    [Fact]
    public async Task A_consent_that_was_open_too_long_is_asked_again_and_not_answered()
    {
        var browser = await SomebodyAsync();
        var page = await (await HttpApp.RegisterAsync(Site)).ConsentPageAsync(browser);
        browser.Headers["Sec-Fetch-Site"] = "same-origin";

        var stale = await browser.PostAsync(page.Address, ("csrf", "old"), ("action", "allow"));

        Assert.Equal(HttpStatusCode.BadRequest, stale.Status);
        Assert.Empty(stale.Document.QuerySelectorAll("form"));
        Assert.NotNull(stale.Document.QuerySelector($"a[href='{page.Address}']"));
        Assert.NotNull((await browser.SubmitAsync(await browser.GetAsync(page.Address), ("action", "allow"))).Returned("code"));
    }
}
