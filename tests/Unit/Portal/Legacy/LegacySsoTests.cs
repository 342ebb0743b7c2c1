using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Signing in to a legacy app by way of a browser (compat contract, sections 10, 11 and 15; flows contract, section 8.4).</summary>
public abstract class LegacySsoTests(LegacySite shared) : LegacyTest(shared)
{
    private const string Target = "https://app.example/";
    private static readonly (int, string?, string?) NoToken = (403, "M_FORBIDDEN", "Invalid login token");

    [Fact]
    public async Task A_person_lets_an_app_in()
    {
        var browser = await Site.SignedInAsync(Alice);
        var question = await App.AskAsync(browser, "https://app.example/chat?a=b#/room");

        Assert.Equal((HttpStatusCode.OK, "Let app.example use your account?"), (question.Status, question.Heading));
        Assert.Contains($"@{Alice}:example.org", question.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("https://app.example/chat", question.Document.QuerySelector(".thread .host")!.TextContent);
        Assert.Contains("form-action 'self' https://app.example", question["Content-Security-Policy"], StringComparison.Ordinal);
        var answer = await browser.SubmitAsync(question, ("action", "allow"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Matches("^https://app[.]example/chat[?]a=b&loginToken=[A-Za-z0-9]{32}#/room$", answer.Location);
        var login = await App.TokenAsync(answer.Location!.Split("loginToken=")[1].Split('#')[0], "\"initial_device_display_name\":\"Phone\"");
        Assert.Equal((HttpStatusCode.OK, $"@{Alice}:example.org"), (login.Status, login.Json.Text("user_id")));
        Assert.Equal((Alice, login.Json.Text("device_id"), "Phone"), Assert.Single(Devices));
        Assert.Equal((await BrowserAsync()).Id, (await SessionAsync()).BrowserSessionId);
    }

    [Theory]
    [InlineData("element://connect/", "element://connect/?loginToken=", "Let element use your account?")]
    [InlineData("im.fluffychat:/login", "im.fluffychat:/login?loginToken=", "Let im.fluffychat use your account?")]
    [InlineData("http://localhost:3001//login", "http://localhost:3001//login?loginToken=", "Let localhost:3001 use your account?")]
    [InlineData("https://app.example", "https://app.example/?loginToken=", "Let app.example use your account?")]
    [InlineData("https://app.example/?a=b", "https://app.example/?a=b&loginToken=", "Let app.example use your account?")]
    [InlineData("https://app.example/?", "https://app.example/?loginToken=", "Let app.example use your account?")]
    [InlineData("https://b\u00fccher.example/", "https://xn--bcher-kva.example/?loginToken=", "Let xn--bcher-kva.example use your account?")]
    public async Task Line_28_The_token_is_added_to_whatever_address_the_app_has(string redirectUrl, string beginning, string heading)
    {
        var browser = await Site.SignedInAsync(Alice);
        var question = await App.AskAsync(browser, redirectUrl);

        Assert.Equal(heading, question.Heading);
        Assert.StartsWith(beginning, (await browser.SubmitAsync(question, ("action", "allow"))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_25_A_token_works_once()
    {
        var token = await App.LoginTokenAsync(await Site.SignedInAsync(Alice));

        Assert.Equal(HttpStatusCode.OK, (await App.TokenAsync(token)).Status);
        Assert.Equal(NoToken, (await App.TokenAsync(token)).Refusal());
        Assert.Equal((1, 0), (await ActiveAsync(), await Site.ReadAsync(database => database.SecurityEvents.CountAsync(happened => database.Users.Any(user => user.Id == happened.UserId && user.UserName == Alice)))));
    }

    [Fact]
    public async Task A_token_that_comes_again_much_later_is_noted()
    {
        var token = await App.LoginTokenAsync(await Site.SignedInAsync(Alice));
        await App.TokenAsync(token);
        Site.Clock.Jump(TimeSpan.FromSeconds(31));

        Assert.Equal(NoToken, (await App.TokenAsync(token)).Refusal());

        var noted = await NotedAsync();
        Assert.Equal((SecurityEvent.LoginTokenReplayed, (await SessionAsync()).Id), (noted.Kind, noted.SessionId));
    }

    [Theory]
    [InlineData(30, 200)]
    [InlineData(31, 403)]
    public async Task Line_26_A_token_works_for_thirty_seconds(int seconds, int status)
    {
        var token = await App.LoginTokenAsync(await Site.SignedInAsync(Alice));
        Site.Clock.Jump(TimeSpan.FromSeconds(seconds));

        var answer = await App.TokenAsync(token);

        Assert.Equal(status, (int)answer.Status);
        Assert.True(status == 200 || answer.Refusal() == (403, "M_FORBIDDEN", "Login token expired"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("\0")]
    public async Task A_token_that_is_none_is_refused(string token) => Assert.Equal(NoToken, (await App.TokenAsync(token)).Refusal());

    [Fact]
    public async Task A25_A_token_of_a_browser_that_has_signed_out_since_is_refused()
    {
        var browser = await Site.SignedInAsync(Alice);
        var token = await App.LoginTokenAsync(browser);
        await Site.ChangeAsync(database => database.BrowserSessions.Where(session => database.Users.Any(user => user.Id == session.UserId && user.UserName == Alice)).ExecuteUpdateAsync(session => session.SetProperty(row => row.FinishedAt, Now)));

        Assert.Equal(NoToken, (await App.TokenAsync(token)).Refusal());
    }

    [Fact]
    public async Task A_browser_that_signs_out_later_leaves_the_app_signed_in()
    {
        var browser = await Site.SignedInAsync(Alice);
        var login = (await App.TokenAsync(await App.LoginTokenAsync(browser))).Json;

        await browser.PostAsync("logout", ("csrf", (await browser.GetAsync("account/")).Field("csrf")!));

        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("account/")).Status);
        Assert.True(await App.IsActiveAsync(login.Text("access_token")));
    }

    [Fact]
    public async Task Of_somebody_who_is_locked_or_deleted_since_a_token_says_which()
    {
        var browser = await Site.SignedInAsync(Alice);
        var (first, second) = (await App.LoginTokenAsync(browser), await App.LoginTokenAsync(browser));

        await ChangeAliceAsync(user => user.Lock(Now));
        Assert.Equal((401, "M_USER_LOCKED", "User account has been locked"), (await App.TokenAsync(first)).Refusal());
        await ChangeAliceAsync(user => user.Deactivate(Now));
        Assert.Equal(NoToken, (await App.TokenAsync(second)).Refusal());
    }

    [Fact]
    public async Task A_token_that_the_homeserver_refused_is_used_up()
    {
        var token = await App.LoginTokenAsync(await Site.SignedInAsync(Alice));
        Homeserver.Refusal = RefusingHomeserver.Down;

        Assert.Equal(500, (await App.TokenAsync(token)).Refusal().Status);
        Homeserver.Refusal = null;
        Assert.Equal((NoToken, 0), ((await App.TokenAsync(token)).Refusal(), await ActiveAsync()));
    }

    [Theory]
    [InlineData("", "/login")]
    [InlineData("&action=login", "/login")]
    [InlineData("&action=register", "/register")]
    public async Task Somebody_who_is_not_signed_in_signs_in_and_comes_back(string action, string path)
    {
        var browser = Site.Browser();
        var page = (await browser.GetAsync(App.RedirectAddress(Target, action))).Location!;
        var id = new Uri(page).AbsolutePath.Split('/')[^1];

        var answer = await browser.GetAsync(page);

        Assert.Equal((HttpStatusCode.SeeOther, $"{path}?kind=continue_compat_sso_login&id={id}"), (answer.Status, answer.Location));
        var form = await browser.FollowAsync(answer);
        Assert.Equal(HttpStatusCode.OK, form.Status);
        Assert.Contains("app.example", form.Document.QuerySelector(".strip")?.TextContent, StringComparison.Ordinal);
        var signedIn = await browser.FollowAsync(await browser.SignInAsync(Alice, address: $"login?kind=continue_compat_sso_login&id={id}"));
        Assert.Equal("Let app.example use your account?", signedIn.Heading);
    }

    [Theory]
    [InlineData(30, 200)]
    [InlineData(31, 410)]
    public async Task Line_35_There_is_half_an_hour_to_decide(int minutes, int status)
    {
        var browser = await Site.SignedInAsync(Alice);
        var question = await App.AskAsync(browser);
        Site.Clock.Jump(TimeSpan.FromMinutes(minutes));

        Assert.Equal(status, (int)(await browser.GetAsync(question.Address)).Status);
        Assert.Equal(status == 200 ? HttpStatusCode.SeeOther : HttpStatusCode.Gone, (await browser.SubmitAsync(question, ("action", "allow"))).Status);
    }

    [Fact]
    public async Task What_is_decided_is_not_asked_again_not_even_in_another_browser()
    {
        var (browser, other) = (await Site.SignedInAsync(Alice), await Site.SignedInAsync(Alice));
        var question = await App.AskAsync(browser);
        var same = await other.GetAsync(question.Address);
        await browser.SubmitAsync(question, ("action", "allow"));

        Assert.Equal((HttpStatusCode.Conflict, "This is already decided"), await HeadingAsync(other.SubmitAsync(same, ("action", "allow"))));
        Assert.Equal((HttpStatusCode.Conflict, "This is already decided"), await HeadingAsync(browser.GetAsync(question.Address)));
        Assert.Equal((HttpStatusCode.Conflict, "This is already decided"), await HeadingAsync(browser.SubmitAsync(question, ("action", "cancel"))));
    }

    [Fact]
    public async Task Who_says_no_ends_it()
    {
        var browser = await Site.SignedInAsync(Alice);
        var question = await App.AskAsync(browser);

        var answer = await browser.SubmitAsync(question, ("action", "cancel"));

        Assert.Equal((HttpStatusCode.OK, "The app gets nothing", null), (answer.Status, answer.Heading, answer.Location));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.SubmitAsync(question, ("action", "allow"))).Status);
    }

    [Fact]
    public async Task Who_is_somebody_else_signs_in_anew()
    {
        var browser = await Site.SignedInAsync(Alice);
        var question = await App.AskAsync(browser);

        var answer = await browser.SubmitAsync(question, ("action", "switch"));

        Assert.StartsWith("/login?kind=continue_compat_sso_login&id=", answer.Location, StringComparison.Ordinal);
        Assert.StartsWith("/login", (await browser.GetAsync(question.Address)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A59_Another_site_cannot_let_an_app_in()
    {
        var browser = await Site.SignedInAsync(Alice);
        var question = await App.AskAsync(browser);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(question.Address, ("action", "allow"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(question.Address, ("action", "allow"), ("csrf", (await Site.Browser().GetAsync("login")).Field("csrf")!))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SubmitAsync(question, ("action", "dance"))).Status);
        var id = Ids.Of(question.Address.Split('/')[^1]);
        Assert.True(await Site.ReadAsync(database => database.SsoLogins.Where(login => login.Id == id).Select(login => login.FulfilledAt == null).SingleAsync()));
        Assert.Contains("frame-ancestors 'none'", question["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("no-referrer", question["Referrer-Policy"]);
        Assert.Contains("no-store", question["Cache-Control"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("complete-compat-sso/01J00000000000000000000000", 404)]
    [InlineData("complete-compat-sso/nobody", 400)]
    public async Task A_sign_in_that_nobody_asked_for_is_not_known(string address, int status) =>
        Assert.Equal(status, (int)(await (await Site.SignedInAsync(Alice)).GetAsync(address)).Status);

    [Fact]
    public async Task A77_The_token_is_stored_as_a_hash_and_logged_nowhere()
    {
        var token = await App.LoginTokenAsync(await Site.SignedInAsync(Alice));

        var browser = await BrowserAsync();
        Assert.Equal(TokenFormat.HashOf(token), await Site.ReadAsync(database => database.SsoLogins.Where(login => login.BrowserSessionId == browser.Id).Select(login => login.TokenHash).SingleAsync()));
        Assert.DoesNotContain(Site.Log.Lines, line => line.Message.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task So_many_requests_an_address_and_no_more()
    {
        var browser = Site.Browser();
        for (var number = 0; number < 60; number++)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(App.RedirectAddress(Target))).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.GetAsync(App.RedirectAddress(Target))).Status);
    }

    private Task<global::Portal.Identity.Sessions.BrowserSession> BrowserAsync() =>
        Site.ReadAsync(database => database.BrowserSessions.SingleAsync(session => database.Users.Any(user => user.Id == session.UserId && user.UserName == Alice)));

    private static async Task<(HttpStatusCode, string)> HeadingAsync(Task<Answer> asked) => await asked is var answer ? (answer.Status, answer.Heading) : default;

    public sealed class OnSqlite(LegacySite.OnSqlite shared) : LegacySsoTests(shared), IClassFixture<LegacySite.OnSqlite>;

    public sealed class OnPostgres(LegacySite.OnPostgres shared) : LegacySsoTests(shared), IClassFixture<LegacySite.OnPostgres>;
}

/// <summary>The same where the operator chose otherwise.</summary>
public sealed class LegacySsoSettingsTests
{
    [Fact]
    public async Task Line_24_A_prefix_of_the_public_address_is_kept()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Http:PublicBase"] = "https://example.org/auth/" });
        await site.PersonAsync("alice");
        var browser = site.Browser();

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("https://matrix.example.org/_matrix/client/v3/login/sso/redirect?redirectUrl=https%3A%2F%2Fapp.example%2F"));
        using var response = await site.Raw().SendAsync(request);

        Assert.StartsWith("https://example.org/auth/complete-compat-sso/", response.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        var signIn = await browser.GetAsync(response.Headers.Location.AbsoluteUri);
        Assert.StartsWith("/auth/login?kind=continue_compat_sso_login&id=", signIn.Location, StringComparison.Ordinal);
        using var wrong = await site.Raw().SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri("https://matrix.example.org/_matrix/client/v3/login/sso/redirect")));
        var page = await Answer.ReadAsync(wrong);
        Assert.All(page.Document.QuerySelectorAll("link[rel=stylesheet]"), link => Assert.StartsWith("https://example.org/auth/", link.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Policy_line_27_Whoever_is_signed_in_on_too_many_devices_is_told_so()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Sessions:Limit:SoftLimit"] = "1", ["Portal:Sessions:Limit:HardLimit"] = "2" });
        await site.PersonAsync("alice");
        var app = new LegacyApp(site);
        var browser = await site.SignedInAsync("alice");
        var question = await app.AskAsync(browser);
        await app.SignedInAsync("alice");

        var page = await browser.GetAsync(question.Address);

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.NotNull(page.Document.QuerySelector("a[href='/account/sessions']"));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SubmitAsync(question, ("action", "allow"))).Status);
        await app.SignedInAsync("alice"); // the other limit
        Assert.Equal((403, "M_FORBIDDEN", "You have reached your hard device limit. Please visit your account page to sign some out."), (await app.PasswordAsync("alice")).Refusal());
    }

    [Fact]
    public async Task Whom_the_policy_bans_lets_nothing_in()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Policy:Data:Requester:BannedIps:0"] = "203.0.113.99" });
        await site.PersonAsync("alice");
        var browser = site.Browser("203.0.113.99");
        await browser.SignInAsync("alice");

        var page = await new LegacyApp(site).AskAsync(browser);

        Assert.Equal((HttpStatusCode.Forbidden, "The app cannot be let in from here"), (page.Status, page.Heading));
    }
}
