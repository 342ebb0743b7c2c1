using System.Net;
using Microsoft.Net.Http.Headers;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>How cookies are set (flows contract, section 15, lines 1 to 4).</summary>
public sealed class CookieTests
{
    [Theory]
    [InlineData("https://auth.example/", true, "/")]
    [InlineData("http://auth.example/", false, "/")]
    [InlineData("https://h.example/foo/", true, "/foo/")]
    public async Task Line_3_every_cookie_is_out_of_reach_of_scripts_and_other_sites_and_stays_below_our_path(string publicBase, bool secure, string path)
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Http:PublicBase"] = publicBase, ["Portal:Account:PasswordRegistrationTokenRequired"] = "true" });
        await site.PersonAsync("alice");
        var seen = new List<SetCookieHeaderValue>();
        var browser = site.Browser();
        async Task<Answer> Seen(Task<Answer> answering)
        {
            var answer = await answering;
            seen.AddRange(answer.SetCookies);
            return answer;
        }

        await site.ArrangeAsync(AToken.Of());
        await Seen(browser.SubmitAsync(await Seen(browser.GetAsync("invite?token=" + AToken.Text))));
        await Seen(browser.SubmitAsync(await Seen(browser.GetAsync("register/password")), ("username", "bob"), ("email", "bob@example.com"), ("password", A.Password)));
        await Seen(browser.SubmitAsync(await Seen(browser.GetAsync("language")), ("language", "de")));
        await Seen(browser.SubmitAsync(await Seen(browser.GetAsync("language")), ("language", "en")));
        await Seen(browser.SubmitAsync(await Seen(browser.GetAsync("login")), ("username", "alice"), ("password", A.Password)));
        var sessions = await Seen(browser.GetAsync("account/sessions"));
        await Seen(browser.PostAsync("account/sessions/end", ("csrf", sessions.Field("csrf")!), ("session", "nothing")));
        await Seen(browser.GetAsync("account/sessions"));
        await Seen(browser.PostAsync("logout", ("csrf", (await browser.GetAsync("account/")).Field("csrf")!)));
        await Seen(browser.GetAsync("login"));

        Assert.Equal(["account-notice", "browser", "csrf", "done", "invitation", "language", "session", "user-registration-sessions"], seen.Select(cookie => cookie.Name.ToString()).Distinct().Order());
        Assert.All(seen, cookie =>
        {
            Assert.True(cookie.HttpOnly);
            Assert.Equal(SameSiteMode.Lax, cookie.SameSite);
            Assert.Equal(secure, cookie.Secure);
            Assert.Equal(path, cookie.Path.ToString());
            Assert.False(cookie.Domain.HasValue);
        });
        Assert.Equal(TimeSpan.FromDays(400), seen.First(cookie => cookie.Name == "session").MaxAge);
        Assert.Null(seen.First(cookie => cookie.Name == "csrf").MaxAge);
        Assert.Null(seen.First(cookie => cookie.Name == "user-registration-sessions").MaxAge);
    }

    [Fact]
    public async Task Behind_a_proxy_that_ends_TLS_forms_work_and_cookies_are_secure_although_we_see_plain_HTTP()
    {
        await using var site = await PortalFactory.StartAsync(port: 0);
        await site.PersonAsync("alice");
        var browser = site.Browser();

        var answer = await browser.SignInAsync("alice");

        Assert.Equal("http", site.ListensOn.Scheme);
        Assert.Equal("/account/", answer.Location);
        Assert.True(Assert.Single(answer.SetCookies, cookie => cookie.Name == "session").Secure);
    }

    [Fact]
    public async Task A_new_sign_in_gets_a_new_key_and_no_cookie_tells_who_it_is()
    {
        await using var site = await PortalFactory.StartAsync();
        await site.PersonAsync("alice");

        var (first, second) = (await site.SignedInAsync("alice"), await site.SignedInAsync("alice"));

        Assert.NotEqual(first.Cookies["session"], second.Cookies["session"]);
        Assert.DoesNotContain("alice", System.Text.Encoding.Latin1.GetString(Convert.FromBase64String(Uri.UnescapeDataString(first.Cookies["session"]))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_2_two_open_tabs_both_work()
    {
        await using var site = await PortalFactory.StartAsync();
        await site.PersonAsync("alice");
        var browser = site.Browser();
        var (first, second) = (await browser.GetAsync("login"), await browser.GetAsync("login"));

        Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync(second, ("username", "alice"), ("password", "wrong"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SubmitAsync(first, ("username", "alice"), ("password", A.Password))).Status);
    }
}
