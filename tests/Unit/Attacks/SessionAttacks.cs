using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to be, to stay, or to act as somebody else in a browser.</summary>
public sealed class SessionAttacks(SharedPortal shared) : PortalTest(shared)
{
    [Fact]
    public async Task A39_A_session_cookie_made_from_what_one_can_know_is_worth_nothing()
    {
        var name = NewName();
        var user = await Site.PersonAsync(name);
        var victim = await Site.SignedInAsync(name);
        var session = await Site.ReadAsync(database => database.BrowserSessions.SingleAsync(session => session.UserId == user.Id));
        var other = Site.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("another purpose");

        foreach (var guess in (string[])[
            Ulid.Encode(session.Id), session.Id.ToString(), Convert.ToBase64String(session.Id.ToByteArray()), Ulid.Encode(user.Id), name,
            Convert.ToBase64String(session.KeyHash), Convert.ToBase64String(other.Protect(session.KeyHash)), Convert.ToBase64String(other.Protect(session.Id.ToByteArray())),
            victim.Cookies["csrf"], Uri.UnescapeDataString(victim.Cookies["session"])[..^4], "AAAA" + victim.Cookies["session"]])
        {
            var browser = Site.Browser();
            browser.Cookies["session"] = Uri.EscapeDataString(guess);

            Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("account/")).Status);
        }
    }

    [Fact]
    public async Task A39_A_session_that_has_ended_cannot_be_taken_up_with_its_old_cookie()
    {
        var browser = await SomebodyAsync();
        var cookie = browser.Cookies["session"];
        await browser.PostAsync("logout", ("csrf", (await browser.GetAsync("account/")).Field("csrf")!));
        browser.Cookies["session"] = cookie;

        Assert.StartsWith("/login", (await browser.GetAsync("account/")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A39_A_key_that_was_planted_before_signing_in_is_not_the_key_afterwards()
    {
        var (mallory, name) = (await SomebodyAsync(), NewName());
        await Site.PersonAsync(name);
        var victim = Site.Browser();
        victim.Cookies["session"] = mallory.Cookies["session"];
        await victim.PostAsync("logout", ("csrf", (await victim.GetAsync("account/")).Field("csrf")!));
        victim.Cookies["session"] = mallory.Cookies["session"];

        await victim.SignInAsync(name);

        Assert.NotEqual(mallory.Cookies["session"], victim.Cookies["session"]);
        Assert.StartsWith("/login", (await mallory.GetAsync("account/")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A59_The_token_of_another_person_is_refused_even_with_its_cookie()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var (mallory, victim) = (await SomebodyAsync(), await SomebodyAsync());
        var page = await app.ConsentPageAsync(victim);
        var planted = (await app.ConsentPageAsync(mallory)).Field("csrf")!;
        victim.Cookies["csrf"] = mallory.Cookies["csrf"];

        var answer = await victim.PostAsync(page.Address, ("csrf", planted), ("action", "allow"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await victim.GetAsync(page.Address)).Status);
    }

    [Fact]
    public async Task A59_The_consent_page_cannot_be_framed_and_not_even_a_link_can_allow()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var browser = await SomebodyAsync();

        var page = await app.ConsentPageAsync(browser);
        var byLink = await browser.GetAsync(page.Address + "?action=allow&dangerous=on&csrf=" + Uri.EscapeDataString(page.Field("csrf")!));

        Assert.Equal("DENY", page["X-Frame-Options"]);
        Assert.Contains("frame-ancestors 'none'", page["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, byLink.Status);
    }

    [Theory]
    [InlineData("GET", "logout", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "account/sessions/end", HttpStatusCode.NotFound)] // no session is named so
    [InlineData("GET", "account/sessions/end?inactive=true", HttpStatusCode.NotFound)]
    [InlineData("GET", "account/sessions/end-others", HttpStatusCode.OK)] // asks
    [InlineData("HEAD", "logout", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "logout?kind=manage_account", HttpStatusCode.MethodNotAllowed)]
    public async Task A67_Nobody_is_signed_out_by_a_link_or_an_image(string method, string address, HttpStatusCode status)
    {
        var browser = await SomebodyAsync();

        var answer = await browser.SendAsync(new HttpMethod(method), address);

        Assert.Equal(status, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/")).Status);
    }

    [Fact]
    public async Task A67_The_page_that_asks_before_a_session_ends_ends_nothing()
    {
        var name = NewName();
        var user = await Site.PersonAsync(name);
        var (here, there) = (await Site.SignedInAsync(name), await Site.SignedInAsync(name));

        foreach (var id in await Site.ReadAsync(database => database.BrowserSessions.Where(session => session.UserId == user.Id).Select(session => session.Id).ToListAsync()))
        {
            Assert.Equal(HttpStatusCode.OK, (await here.GetAsync($"account/sessions/sign-out?session=browser_session:{Ulid.Encode(id)}")).Status);
        }

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await here.GetAsync("account/")).Status, (await there.GetAsync("account/")).Status));
    }

    [Theory]
    [InlineData("browser_session")]
    [InlineData("oauth2_session")]
    public async Task A73_Another_persons_session_looks_like_one_that_does_not_exist(string kind)
    {
        var (name, app) = (NewName(), await HttpApp.RegisterAsync(Site));
        var user = await Site.PersonAsync(name);
        var victim = await Site.SignedInAsync(name);
        var tokens = await app.TokensAsync(victim);
        var id = kind == "browser_session"
            ? await Site.ReadAsync(database => database.BrowserSessions.Where(session => session.UserId == user.Id).Select(session => session.Id).SingleAsync())
            : await Site.ReadAsync(database => database.OAuthSessions.Where(session => session.UserId == user.Id).Select(session => session.Id).SingleAsync());
        var mallory = await SomebodyAsync();
        var csrf = (await mallory.GetAsync("account/sessions")).Field("csrf")!;

        var theirs = await mallory.PostAsync("account/sessions/end", ("csrf", csrf), ("session", $"{kind}:{Ulid.Encode(id)}"));
        var seen = (await mallory.GetAsync("account/sessions")).Document.Body!.TextContent;
        var nothing = await mallory.PostAsync("account/sessions/end", ("csrf", csrf), ("session", $"{kind}:{Ulid.Encode(Guid.CreateVersion7(ManualClock.Start))}"));
        var seenAgain = (await mallory.GetAsync("account/sessions")).Document.Body!.TextContent;

        Assert.Equal((theirs.Status, theirs.Location), (nothing.Status, nothing.Location));
        Assert.Equal(seen, seenAgain);
        foreach (var address in (string[])["account/sessions/{0}", "account/sessions/{0}/rename", "account/sessions/sign-out?session={0}"])
        {
            var (page, missing) = (await mallory.GetAsync(Named(address, id)), await mallory.GetAsync(Named(address, Guid.CreateVersion7(ManualClock.Start))));
            Assert.Equal((missing.Status, missing.Location, missing.Heading), (page.Status, page.Location, page.Heading));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await mallory.PostAsync(Named("account/sessions/{0}/rename", id), ("csrf", csrf), ("name", "mine"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await victim.GetAsync("account/")).Status);
        Assert.True((await app.HomeserverIntrospectsAsync(tokens.GetProperty("access_token").GetString()!)).GetProperty("active").GetBoolean());

        string Named(string address, Guid session) => string.Format(CultureInfo.InvariantCulture, address, $"{kind}:{Ulid.Encode(session)}");
    }

    [Fact]
    public async Task A73_Ending_all_others_ends_only_ones_own()
    {
        var (victim, mallory) = (await SomebodyAsync(), await SomebodyAsync());

        await mallory.SubmitAsync(await mallory.GetAsync("account/sessions/end-others"), ("id", "x"), ("user", "x"));

        Assert.Equal(HttpStatusCode.OK, (await victim.GetAsync("account/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await mallory.GetAsync("account/")).Status);
    }

    [Theory]
    [InlineData("locked")]
    [InlineData("deactivated")]
    public async Task A78_An_account_that_is_closed_in_the_middle_gets_no_further_anywhere(string state)
    {
        var (name, app) = (NewName(), await HttpApp.RegisterAsync(Site));
        var user = await Site.PersonAsync(name);
        var browser = await Site.SignedInAsync(name);
        var page = await app.ConsentPageAsync(browser);
        var (code, tokens) = (await app.CodeAsync(browser), await app.TokensAsync(browser));
        await Site.ChangeAsync(async database =>
        {
            var stored = await database.Users.SingleAsync(stored => stored.Id == user.Id);
            if (state == "locked")
            {
                stored.Lock(ManualClock.Start);
            }
            else
            {
                stored.Deactivate(ManualClock.Start);
            }
        });

        var consent = await browser.PostAsync(page.Address, ("csrf", page.Field("csrf")!), ("action", "allow"));
        var signIn = await Site.Browser().SignInAsync(name);
        var wrong = await Site.Browser().SignInAsync(name, "wrong");

        Assert.Null(consent.Returned("code"));
        Assert.StartsWith("/login", (await browser.GetAsync("account/")).Location, StringComparison.Ordinal);
        Assert.Equal("invalid_grant", (await app.ExchangeAsync(code)).Error);
        Assert.Equal("invalid_grant", (await app.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!)).Error);
        Assert.False((await app.HomeserverIntrospectsAsync(tokens.GetProperty("access_token").GetString()!)).GetProperty("active").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, signIn.Status);
        Assert.DoesNotContain(signIn.SetCookies, cookie => cookie.Name == "session");
        Assert.Contains(state == "locked" ? "This account is locked." : "This account is deleted.", signIn.Text, StringComparison.Ordinal);
        Assert.Contains("do not match", wrong.Text, StringComparison.Ordinal); // the state is told only to who knows the password
    }

    [Theory]
    [InlineData("dev/inbox")]
    [InlineData("dev/inbox/0")]
    [InlineData("dev/demo")]
    [InlineData("dev/demo.js")]
    [InlineData("metrics")]
    [InlineData("swagger")]
    [InlineData("openapi/v1.json")]
    [InlineData("debug")]
    [InlineData("_framework/debug")]
    [InlineData(".env")]
    [InlineData("data/portal.db")]
    [InlineData("data/encryption.key")]
    [InlineData("portal.db")]
    [InlineData("api/admin/v1/users")]
    [InlineData("graphql")]
    public async Task A75_In_production_there_is_nothing_to_look_inside(string address) =>
        Assert.Equal(HttpStatusCode.NotFound, (await Site.Browser().GetAsync(address)).Status);

    [Fact]
    public async Task A75_A_fault_tells_nothing_of_the_inside()
    {
        await using var site = await PortalFactory.StartAsync();
        var browser = site.Browser();
        var page = await browser.GetAsync("login");
        await site.ChangeAsync(database => database.Database.ExecuteSqlRawAsync("ALTER TABLE rate_limit_buckets RENAME TO gone"));

        var answer = await browser.SubmitAsync(page, ("username", "alice"), ("password", A.Password));
        var client = await HttpApp.RegisterAsync(site, new { client_uri = "https://app.example/" });

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal("Something went wrong on our side", answer.Heading);
        Assert.Matches("^[0-9A-F]{4}-[0-9A-F]{4}$", answer.Document.QuerySelector(".reference")!.TextContent.Trim());
        Assert.Contains("no-store", answer["Cache-Control"], StringComparison.Ordinal);
        Assert.Equal("DENY", answer["X-Frame-Options"]);
        Assert.Equal((HttpStatusCode.InternalServerError, "server_error"), (client.Status, client.Error));
        Assert.Equal("*", client["Access-Control-Allow-Origin"] ?? "*");
        Assert.All((string[])["rate_limit", "SQL", "Exception", "   at ", A.Password], inside =>
        {
            Assert.DoesNotContain(inside, answer.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(inside, client.Text, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task A75_A_fault_while_a_page_is_drawn_tells_nothing_either()
    {
        await using var site = await PortalFactory.StartAsync();
        await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");
        await site.ChangeAsync(database => database.Database.ExecuteSqlRawAsync("ALTER TABLE oauth_sessions RENAME TO gone"));

        var answer = await browser.GetAsync("account/sessions");

        Assert.Equal((HttpStatusCode.InternalServerError, "Something went wrong on our side"), (answer.Status, answer.Heading));
        Assert.DoesNotContain("oauth_sessions", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no/such/page?code=the-secret&access_token=the-secret")]
    [InlineData("consent/the-secret?code=the-secret")]
    [InlineData("authorize?client_id=x&state=the-secret&response_type=code&scope=openid&id_token_hint=the-secret")]
    [InlineData("register/steps/the-secret/finish?email=the-secret")]
    public async Task A63_An_error_page_does_not_repeat_what_was_in_the_address(string address)
    {
        var page = await Site.Browser().GetAsync(address);

        Assert.True((int)page.Status >= 400);
        Assert.DoesNotContain("the-secret", page.Text.Replace(page.Address.Split('?')[0] + "#main", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
