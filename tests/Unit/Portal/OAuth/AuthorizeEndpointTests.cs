using System.Buffers.Text;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>/authorize</c> and the consent page (oauth contract, section 11, lines 25 to 38).</summary>
public sealed class AuthorizeEndpointTests(SharedPortal shared) : PortalTest(shared)
{
    [Theory]
    [InlineData("client_id", "01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("client_id", "not a ULID")]
    [InlineData("redirect_uri", "https://app.example/other")]
    [InlineData("redirect_uri", "https://evil.example/cb")]
    public async Task Line_25_an_unknown_client_or_redirect_is_told_to_the_person_and_nobody_else(string parameter, string value)
    {
        var app = await HttpApp.RegisterAsync(Site);

        AssertErrorPage(await Site.Browser().GetAsync(app.AuthorizeAddress((parameter, value))));
    }

    [Fact]
    public async Task Line_26_prompt_none_without_a_session_is_login_required()
    {
        var app = await HttpApp.RegisterAsync(Site);

        AssertErrorRedirect(await Site.Browser().GetAsync(app.AuthorizeAddress(("prompt", "none"))), "login_required");
    }

    [Fact]
    public async Task Line_27_an_error_in_the_fragment()
    {
        var app = await HttpApp.RegisterAsync(Site);

        var answer = await Site.Browser().GetAsync(app.AuthorizeAddress(("prompt", "none"), ("response_mode", "fragment")));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.StartsWith("https://app.example/cb#error=login_required&", answer.Location, StringComparison.Ordinal);
        Assert.Equal(HttpApp.State, answer.Returned("state"));
    }

    [Fact]
    public async Task Line_27_an_error_as_a_form_that_sends_itself()
    {
        var app = await HttpApp.RegisterAsync(Site);

        var answer = await Site.Browser().GetAsync(app.AuthorizeAddress(("prompt", "none"), ("response_mode", "form_post")));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("text/html; charset=utf-8", answer.ContentType);
        Assert.Contains("no-store", answer["Cache-Control"], StringComparison.Ordinal);
        Assert.Equal(HttpApp.RedirectUri, answer.Form().GetAttribute("action"));
        Assert.Equal("login_required", answer.Field("error"));
        Assert.Equal(HttpApp.State, answer.Field("state"));
        Assert.Equal(PortalFactory.PublicBase, answer.Field("iss"));
        Assert.NotNull(answer.Document.QuerySelector("form button[type=submit]"));
    }

    [Theory]
    [InlineData("request", "eyJ", "request_not_supported")]
    [InlineData("request_uri", "https://app.example/request", "request_uri_not_supported")]
    [InlineData("response_type", "none", "unsupported_response_type")]
    [InlineData("response_type", "code nonsense", "unsupported_response_type")]
    [InlineData("registration", "{}", "registration_not_supported")]
    public async Task Line_28_what_is_not_supported_is_told_to_the_client(string parameter, string value, string error)
    {
        var app = await HttpApp.RegisterAsync(Site);

        AssertErrorRedirect(await Site.Browser().GetAsync(app.AuthorizeAddress((parameter, value))), error);
    }

    [Theory]
    [InlineData("""{"response_mode":"form_post"}""", "form")]
    [InlineData("""{"response_mode":"fragment"}""", "fragment")]
    [InlineData("""{"response_mode":"nonsense"}""", "query")]
    [InlineData("""{"response_mode":1}""", "query")]
    [InlineData("""{"redirect_uri":"https://evil.example/"}""", "query")]
    public async Task Line_28_a_request_object_is_refused_in_the_way_that_it_alone_asks_for(string claims, string way)
    {
        var app = await HttpApp.ConfigureAsync(Site, ClientAuthMethod.None);
        var request = $"eyJhbGciOiJub25lIn0.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.";

        var answer = await Site.Browser().GetAsync(app.AuthorizeAddress(("request", request)));

        if (way == "form")
        {
            Assert.Equal((HttpStatusCode.OK, HttpApp.RedirectUri, "request_not_supported", HttpApp.State), (answer.Status, answer.Document.Forms[0].GetAttribute("action"), answer.Field("error"), answer.Field("state")));
            return;
        }

        Assert.StartsWith($"{HttpApp.RedirectUri}{(way == "fragment" ? '#' : '?')}error=request_not_supported&", answer.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token", "unsupported_response_type")]
    [InlineData("code token", "unsupported_response_type")]
    [InlineData("id_token", "unauthorized_client")]
    [InlineData("code id_token", "unauthorized_client")]
    public async Task Line_28_response_types_with_a_token_are_refused_in_the_fragment(string type, string error)
    {
        var app = await HttpApp.RegisterAsync(Site);

        var answer = await Site.Browser().GetAsync(app.AuthorizeAddress(("response_type", type)));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.StartsWith($"https://app.example/cb#error={error}&", answer.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "/login")]
    [InlineData("create", "/register")]
    [InlineData("login", "/login")]
    [InlineData("login create", "/register")]
    [InlineData("nonsense", "/login")]
    public async Task Line_29_somebody_who_is_not_signed_in_goes_on_with_the_grant(string? prompt, string page)
    {
        var app = await HttpApp.RegisterAsync(Site);

        var answer = await Site.Browser().GetAsync(app.AuthorizeAddress(("prompt", prompt)));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Matches($"^{page}\\?kind=continue_authorization_grant&id=[0-7][0-9A-HJKMNP-TV-Z]{{25}}$", answer.Location);
    }

    [Theory]
    [InlineData("mxid:@alice:example.org", "alice")]
    [InlineData("mxid:@alice:other.example", "")]
    [InlineData("alice@example.org", "")]
    [InlineData("alice", "")]
    [InlineData("\"><script>", "")]
    public async Task The_hint_of_the_client_fills_in_the_name(string hint, string expected)
    {
        var app = await HttpApp.RegisterAsync(Site);
        var browser = Site.Browser();

        var page = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress(("login_hint", hint))));

        Assert.Equal(expected, page.Field("username") ?? "");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("create")]
    [InlineData("consent")]
    public async Task Line_30_somebody_who_is_signed_in_is_asked_at_once(string? prompt)
    {
        var app = await HttpApp.RegisterAsync(Site, name: "The Example App");
        var browser = await SomebodyAsync();

        var answer = await browser.GetAsync(app.AuthorizeAddress(("prompt", prompt)));
        var page = await browser.GetAsync(answer.Location!);

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Matches("^/consent/[0-7][0-9A-HJKMNP-TV-Z]{25}$", answer.Location);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("The Example App", page.Heading, StringComparison.Ordinal);
        Assert.Contains("no-store", page["Cache-Control"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task D8_a_client_that_wants_a_fresh_proof_gets_one(string parameter, string value)
    {
        await using var site = await PortalFactory.StartAsync();
        await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");
        var app = await HttpApp.RegisterAsync(site);
        site.Clock.Advance(TimeSpan.FromSeconds(1));

        var first = await app.ConsentPageAsync(browser, (parameter, value));
        var second = await browser.FollowAsync(await browser.SubmitAsync(first, ("password", A.Password)));

        Assert.StartsWith("/login?kind=continue_authorization_grant", first.Address, StringComparison.Ordinal);
        Assert.Equal("alice", first.Field("username"));
        Assert.StartsWith("/consent/", second.Address, StringComparison.Ordinal);
        Assert.NotNull((await browser.SubmitAsync(second, ("action", "allow"))).Returned("code"));
    }

    [Fact]
    public async Task Line_31_consent_sends_the_code_the_state_and_the_issuer_to_the_client()
    {
        var app = await HttpApp.RegisterAsync(Site);

        var answer = await app.AllowAsync(await SomebodyAsync());

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Matches("^https://app\\.example/cb\\?code=[A-Za-z0-9]{32}&state=the%20state&iss=https%3A%2F%2Fauth\\.example%2F#$", answer.Location);
        Assert.Equal("no-store", answer["Cache-Control"]);
        Assert.Equal("no-referrer", answer["Referrer-Policy"]);
    }

    [Fact]
    public async Task Line_31_the_query_of_a_registered_redirect_is_kept()
    {
        var app = await HttpApp.RegisterAsync(Site, redirectUris: "https://app.example/cb?kept=1");

        var answer = await app.AllowAsync(await SomebodyAsync(), ("state", null));

        Assert.StartsWith("https://app.example/cb?kept=1&code=", answer.Location, StringComparison.Ordinal);
        Assert.EndsWith("#", answer.Location, StringComparison.Ordinal);
        Assert.Null(answer.Returned("state"));
    }

    [Fact]
    public async Task Line_31_the_code_in_the_fragment_and_as_a_form()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var browser = await SomebodyAsync();

        var fragment = await app.AllowAsync(browser, ("response_mode", "fragment"));
        var form = await app.AllowAsync(browser, ("response_mode", "form_post"));

        Assert.StartsWith("https://app.example/cb#code=", fragment.Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, form.Status);
        Assert.Matches("^[A-Za-z0-9]{32}$", form.Field("code"));
        Assert.Equal(HttpApp.State, form.Field("state"));
        Assert.EndsWith("form-action 'self' https://app.example", form["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_32_a_grant_is_decided_once()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var browser = await SomebodyAsync();
        var page = await app.ConsentPageAsync(browser);
        await browser.SubmitAsync(page, ("action", "allow"));

        Assert.Equal(HttpStatusCode.Conflict, (await browser.GetAsync(page.Address)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Site.Browser().GetAsync(page.Address)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.SubmitAsync(page, ("action", "allow"))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.SubmitAsync(page, ("action", "cancel"))).Status);
    }

    [Fact]
    public async Task Cancelling_tells_the_client_and_closes_the_grant()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var browser = await SomebodyAsync();
        var page = await app.ConsentPageAsync(browser);

        var answer = await browser.SubmitAsync(page, ("action", "cancel"));

        AssertErrorRedirect(answer, "access_denied");
        Assert.Equal(HttpStatusCode.Conflict, (await browser.GetAsync(page.Address)).Status);
    }

    [Fact]
    public async Task Another_account_signs_in_and_comes_back_to_the_same_grant()
    {
        var other = NewName();
        await Site.PersonAsync(other);
        var app = await HttpApp.RegisterAsync(Site);
        var browser = await SomebodyAsync();
        var page = await app.ConsentPageAsync(browser);

        var signIn = await browser.FollowAsync(await browser.SubmitAsync(page, ("action", "switch")));
        var again = await browser.FollowAsync(await browser.SubmitAsync(signIn, ("username", other), ("password", A.Password)));

        Assert.Equal(page.Address, again.Address);
        Assert.Contains($"@{other}:example.org", again.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urn:mas:admin")]
    [InlineData("urn:synapse:admin:*")]
    public async Task Line_33_power_over_others_is_only_for_those_who_may_have_it(string scope)
    {
        var app = await HttpApp.RegisterAsync(Site);
        var (ordinary, admin) = (await SomebodyAsync(), NewName());
        await Site.PersonAsync(admin, user => user.AllowAdmin(true));

        var refused = await app.ConsentPageAsync(ordinary, ("scope", scope));
        var forced = await ordinary.PostAsync(refused.Address, ("csrf", refused.Field("csrf")!), ("action", "allow"), ("dangerous", "on"));
        var asked = await app.ConsentPageAsync(await Site.SignedInAsync(admin), ("scope", scope));

        Assert.Equal(HttpStatusCode.OK, refused.Status);
        Assert.Null(refused.Document.QuerySelector("button[value=allow]"));
        Assert.Null(forced.Returned("code"));
        Assert.NotNull(asked.Document.QuerySelector("button[value=allow]"));
    }

    [Fact]
    public async Task Line_33_dangerous_rights_need_their_tick_on_the_server_too()
    {
        var (app, admin) = (await HttpApp.RegisterAsync(Site), NewName());
        await Site.PersonAsync(admin, user => user.AllowAdmin(true));
        var browser = await Site.SignedInAsync(admin);
        var page = await app.ConsentPageAsync(browser, ("scope", "urn:mas:admin"));

        var without = await browser.SubmitAsync(page, ("action", "allow"));
        var with = await browser.SubmitAsync(without, ("action", "allow"), ("dangerous", "on"));

        Assert.Equal(HttpStatusCode.OK, without.Status);
        Assert.NotNull(with.Returned("code"));
    }

    [Fact]
    public async Task Line_34_the_only_redirect_may_be_left_out()
    {
        var one = await HttpApp.RegisterAsync(Site);
        var two = await HttpApp.RegisterAsync(Site, redirectUris: ["https://app.example/1", "https://app.example/2"]);

        AssertErrorRedirect(await Site.Browser().GetAsync(one.AuthorizeAddress(("redirect_uri", null), ("prompt", "none"))), "login_required");
        AssertErrorPage(await Site.Browser().GetAsync(two.AuthorizeAddress(("redirect_uri", null))));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8123/cb", true)]
    [InlineData("http://127.0.0.1/cb", true)]
    [InlineData("http://localhost/cb", false)]
    [InlineData("http://[::1]:8123/cb", false)]
    public async Task Line_35_only_the_port_of_a_loopback_redirect_varies(string requested, bool accepted)
    {
        var app = await HttpApp.RegisterAsync(Site, redirectUris: "http://127.0.0.1/cb");

        var answer = await Site.Browser().GetAsync(app.AuthorizeAddress(("redirect_uri", requested)));

        Assert.Equal(accepted ? HttpStatusCode.SeeOther : HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData(36, "openid", true)]
    [InlineData(36, "email", true)]
    [InlineData(36, "openid email", true)]
    [InlineData(36, "urn:matrix:client:api:*", true)]
    [InlineData(36, "urn:matrix:org.matrix.msc2967.client:api:*", true)]
    [InlineData(36, "profile", true)]
    [InlineData(36, "phone", false)]
    [InlineData(37, "urn:matrix:client:api:* urn:matrix:client:device:AAbbCCdd01", true)]
    [InlineData(37, "urn:matrix:org.matrix.msc2967.client:api:* urn:matrix:org.matrix.msc2967.client:device:AAbbCCdd01", true)]
    [InlineData(37, "urn:matrix:client:api:* urn:matrix:client:device:abcd", false)]
    [InlineData(37, "urn:matrix:client:api:* urn:matrix:client:device:AAbbCCdd01 urn:matrix:client:device:AAbbCCdd02", false)]
    [InlineData(38, "urn:matrix:client:device:AAbbCCdd01", false)]
    [InlineData(38, "urn:matrix:client:api:* urn:matrix:org.matrix.msc2967.client:device:AAbbCCdd01", false)]
    [InlineData(38, "urn:matrix:org.matrix.msc2967.client:api:* urn:matrix:client:device:AAbbCCdd01", false)]
    public async Task Scopes_are_granted_or_refused_at_consent(int line, string scope, bool granted)
    {
        var app = await HttpApp.RegisterAsync(Site);
        var browser = await SomebodyAsync();

        var page = await app.ConsentPageAsync(browser, ("scope", scope));
        var forced = await browser.PostAsync(page.Address, ("csrf", page.Field("csrf")!), ("action", "allow"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.True(granted == (forced.Returned("code") is not null), $"line {line}: {forced.Heading}");
        if (!granted)
        {
            AssertErrorRedirect(await browser.SubmitAsync(page, ("action", "cancel")), "access_denied");
        }
    }

    [Fact]
    public async Task D28_a_confidential_client_does_without_PKCE_only_if_the_configuration_says_so()
    {
        var app = await HttpApp.ConfigureAsync(Site, ClientAuthMethod.Basic, pkceRequired: false);
        var strict = await HttpApp.ConfigureAsync(Site, ClientAuthMethod.Basic);
        var open = await HttpApp.ConfigureAsync(Site, ClientAuthMethod.None, pkceRequired: false);
        foreach (var other in new[] { strict, open })
        {
            AssertErrorRedirect(await Site.Browser().GetAsync(other.AuthorizeAddress(("code_challenge", null), ("code_challenge_method", null))), "invalid_request");
        }

        var code = await app.CodeAsync(await SomebodyAsync(), ("code_challenge", null), ("code_challenge_method", null));

        Assert.Equal(HttpStatusCode.OK, (await app.ExchangeAsync(code, verifier: null)).Status);
    }

    /// <summary>OpenID Connect Core §3.1.2.1. Without the cookie, which a browser keeps back from a form of another site.</summary>
    [Fact]
    public async Task A_posted_request_goes_on_as_an_address_of_ours_where_the_cookie_comes_along()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var browser = await SomebodyAsync();
        var parameters = QueryHelpers.ParseQuery(app.AuthorizeAddress(("state", "a state & more")).Split('?')[1]);

        var posted = await Site.Browser().PostAsync("authorize", parameters.Select(pair => (pair.Key, pair.Value.ToString())));
        var answer = await browser.SubmitAsync(await browser.FollowAsync(posted), ("action", "allow"));

        Assert.Equal(HttpStatusCode.SeeOther, posted.Status);
        Assert.StartsWith("/authorize?", posted.Location, StringComparison.Ordinal);
        Assert.Equal("a state & more", answer.Returned("state"));
        Assert.NotNull(answer.Returned("code"));
    }

    [Fact]
    public async Task A_posted_request_that_cannot_be_read_or_is_too_long_for_an_address_ends_on_a_page()
    {
        var browser = Site.Browser();

        AssertErrorPage(await browser.PostAsync("authorize", ("scope", "openid"), ("scope", "email")));
        AssertErrorPage(await browser.PostAsync("authorize", ("id_token_hint", new string('x', 8000))));
        AssertErrorPage(await browser.SendAsync(HttpMethod.Post, "authorize", new StringContent("{}", null, "application/json")));
        AssertErrorPage(await browser.FollowAsync(await browser.SendAsync(HttpMethod.Post, "authorize")));
    }

    [Fact]
    public async Task A_refused_request_leaves_no_grant_behind()
    {
        var app = await HttpApp.RegisterAsync(Site, name: "Leaves nothing");

        await Site.Browser().GetAsync(app.AuthorizeAddress(("redirect_uri", "https://evil.example/")));
        await Site.Browser().GetAsync(app.AuthorizeAddress(("prompt", "none")));
        await Site.Browser().GetAsync(app.AuthorizeAddress(("code_challenge_method", "plain")));

        Assert.Equal(0, await Site.ReadAsync(database => database.AuthorizationGrants.CountAsync(grant => grant.ClientId == Ids.Of(app))));
    }

    private static void AssertErrorPage(Answer answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("text/html; charset=utf-8", answer.ContentType);
        Assert.Null(answer.Location);
        Assert.NotEmpty(answer.Heading);
        Assert.DoesNotContain("evil.example", answer.Text, StringComparison.Ordinal);
    }

    private static void AssertErrorRedirect(Answer answer, string error)
    {
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.StartsWith("https://app.example/cb?error=", answer.Location, StringComparison.Ordinal);
        Assert.EndsWith("#", answer.Location, StringComparison.Ordinal);
        Assert.Equal(error, answer.Returned("error"));
        Assert.Equal(HttpApp.State, answer.Returned("state"));
        Assert.Equal(PortalFactory.PublicBase, answer.Returned("iss"));
        Assert.NotEmpty(answer.Returned("error_description")!);
    }
}
