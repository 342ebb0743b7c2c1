using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What a client may wish of <c>/authorize</c>: prompts, hints, claims, languages (OpenID Connect Core §3.1.2.1 and §5.5).</summary>
public sealed class AuthorizeWishesTests(SharedPortal shared) : PortalTest(shared)
{
    [Fact]
    public async Task Prompt_none_is_answered_at_once_for_what_was_allowed_before()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var browser = await SomebodyAsync();
        await app.TokensAsync(browser, "openid");

        var silent = await browser.GetAsync(app.AuthorizeAddress(("prompt", "none"), ("scope", "openid")));

        Assert.Equal(HttpStatusCode.OK, (await app.ExchangeAsync(silent.Returned("code")!)).Status);
        AssertErrorRedirect(await browser.GetAsync(app.AuthorizeAddress(("prompt", "none"))), "consent_required");
        AssertErrorRedirect(await browser.GetAsync(app.AuthorizeAddress(("prompt", "none login"))), "invalid_request");
    }

    [Fact]
    public async Task A_hint_at_another_person_leads_to_the_sign_in_page_with_their_name()
    {
        var (app, name) = (await HttpApp.RegisterAsync(Site), NewName());
        await Site.PersonAsync(name);
        var hint = (await app.TokensAsync(await Site.SignedInAsync(name), "openid")).GetProperty("id_token").GetString();
        var browser = await SomebodyAsync();

        var signIn = await app.ConsentPageAsync(browser, ("id_token_hint", hint));
        var consent = await browser.FollowAsync(await browser.SubmitAsync(signIn, ("password", A.Password)));

        Assert.StartsWith("/login?kind=continue_authorization_grant", signIn.Address, StringComparison.Ordinal);
        Assert.Equal(name, signIn.Field("username"));
        Assert.Contains("with another account", signIn.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("/consent/", consent.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sub_in_claims_does_not_bring_out_whose_it_is()
    {
        var (app, name) = (await HttpApp.RegisterAsync(Site), NewName());
        await Site.PersonAsync(name);
        var idToken = (await app.TokensAsync(await Site.SignedInAsync(name), "openid")).GetProperty("id_token").GetString()!;
        var subject = JsonElement.Parse(Base64Url.DecodeFromChars(idToken.Split('.')[1])).GetProperty("sub").GetString();
        var claims = $$$$"""{"id_token":{"sub":{"value":"{{{{subject}}}}"}}}""";

        var stranger = await app.ConsentPageAsync(Site.Browser(), ("claims", claims));
        var other = await app.ConsentPageAsync(await SomebodyAsync(), ("claims", claims));
        var proven = await app.ConsentPageAsync(Site.Browser(), ("claims", claims), ("id_token_hint", idToken));

        foreach (var page in new[] { stranger, other })
        {
            Assert.StartsWith("/login?kind=continue_authorization_grant", page.Address, StringComparison.Ordinal);
            Assert.Equal("", page.Field("username") ?? "");
            Assert.DoesNotContain(name, page.Text, StringComparison.Ordinal);
        }

        Assert.Equal(name, proven.Field("username"));
    }

    [Fact]
    public async Task D8_the_account_can_be_chosen_first()
    {
        var (app, other) = (await HttpApp.RegisterAsync(Site), NewName());
        await Site.PersonAsync(other);
        var browser = await SomebodyAsync();

        var choice = await app.ConsentPageAsync(browser, ("prompt", "select_account"));
        var kept = await browser.FollowAsync(await browser.SubmitAsync(choice, ("action", "continue")));
        var signIn = await browser.FollowAsync(await browser.SubmitAsync(choice, ("action", "switch")));
        var switched = await browser.FollowAsync(await browser.SubmitAsync(signIn, ("username", other), ("password", A.Password)));

        Assert.StartsWith("/select-account?kind=continue_authorization_grant&id=", choice.Address, StringComparison.Ordinal);
        Assert.Contains("app.example", choice.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("/consent/", kept.Address, StringComparison.Ordinal);
        Assert.Equal("/login" + choice.Address["/select-account".Length..], signIn.Address);
        Assert.Equal(kept.Address, switched.Address);
        Assert.Contains($"@{other}:example.org", switched.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select-account", "/account/")]
    [InlineData("select-account?kind=continue_authorization_grant&id=01ARZ3NDEKTSV4RRFFQ69G5FAV", "/consent/01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    public async Task Where_there_is_nothing_to_choose_for_nobody_is_asked(string address, string next)
    {
        Assert.Equal(next, (await (await SomebodyAsync()).GetAsync(address)).Location);
        Assert.StartsWith("/login", (await Site.Browser().GetAsync(address)).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ui_locales", "xx de-AT en")]
    [InlineData("display", "popup")]
    [InlineData("acr_values", "phr urn:example:other")]
    public async Task Wishes_that_cannot_be_met_are_no_reason_to_refuse(string parameter, string value)
    {
        var app = await HttpApp.RegisterAsync(Site);

        Assert.NotNull(await app.CodeAsync(await SomebodyAsync(), (parameter, value)));
    }

    [Fact]
    public async Task The_consent_page_says_what_claims_by_name_tell()
    {
        var (app, browser) = (await HttpApp.RegisterAsync(Site), await SomebodyAsync());

        var plain = await app.ConsentPageAsync(browser, ("scope", "openid"));
        var named = await app.ConsentPageAsync(browser, ("scope", "openid"), ("claims", """{"userinfo":{"email":null,"name":null}}"""));
        var scoped = await app.ConsentPageAsync(browser, ("scope", "openid profile email"));

        Assert.DoesNotContain("See your email address", plain.Text, StringComparison.Ordinal);
        foreach (var page in new[] { named, scoped })
        {
            Assert.Contains("See your email address", page.Text, StringComparison.Ordinal);
            Assert.Contains("See the name that you go by", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_form_for_a_scheme_of_the_apps_own_says_where_it_goes_and_may_go_there()
    {
        var app = await HttpApp.RegisterAsync(Site, redirectUris: "example.app:/cb");

        var form = await app.AllowAsync(await SomebodyAsync(), ("response_mode", "form_post"));

        Assert.Equal("example.app:/cb", form.Form().GetAttribute("action"));
        Assert.Contains("example.app", form.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("form-action 'self' example.app:", form["Content-Security-Policy"], StringComparison.Ordinal);
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
