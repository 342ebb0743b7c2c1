using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What the OpenID Foundation's conformance suite does, where no other test does the same (docs/conformance.md): a confidential client of the configuration, without PKCE.</summary>
public sealed class ConformanceTests(SharedPortal shared) : PortalTest(shared)
{
    private const string Nonce = "a nonce";

    [Theory]
    [InlineData("extra", "foobar")]
    [InlineData("display", "page")]
    [InlineData("ui_locales", "se")]
    [InlineData("claims_locales", "se")]
    [InlineData("login_hint", "buffy@auth.example")]
    [InlineData("nonce", null)]
    public async Task Wishes_and_what_nobody_knows_change_nothing(string parameter, string? value)
    {
        var (claims, _) = await SignInAsync(await SuiteClientAsync(), await SomebodyAsync(), (parameter, value));

        Assert.Equal(parameter == "nonce" ? null : Nonce, claims.TryGetPayloadValue<string>("nonce", out var nonce) ? nonce : null);
    }

    [Fact]
    public async Task A_request_without_response_type_ends_on_a_page()
    {
        var answer = await Site.Browser().GetAsync((await SuiteClientAsync()).AuthorizeAddress(("response_type", null)));

        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task Nobody_depends_on_an_order_of_scopes_or_parameters()
    {
        var (app, browser) = (await SuiteClientAsync(), await SomebodyAsync());
        var parts = app.AuthorizeAddress([.. WithoutPkce, ("scope", "email openid")]).Split('?')[1].Split('&');

        var consent = await browser.FollowAsync(await browser.GetAsync("authorize?" + string.Join('&', parts.OrderDescending(StringComparer.Ordinal))));
        var tokens = (await app.ExchangeAsync((await browser.SubmitAsync(consent, ("action", "allow"))).Returned("code")!, verifier: null)).Json;

        Assert.Equal("email openid", tokens.GetProperty("scope").GetString());
        Assert.True(tokens.TryGetProperty("id_token", out _));
    }

    [Fact]
    public async Task The_ID_token_names_its_key_and_is_RS256_unless_the_client_registered_otherwise()
    {
        var (claims, _) = await SignInAsync(await SuiteClientAsync(), await SomebodyAsync());
        var keys = (await Site.Browser().GetAsync("oauth2/keys.json")).Json.GetProperty("keys");

        Assert.Equal("RS256", claims.Alg);
        Assert.Equal("RSA", Assert.Single(keys.EnumerateArray(), key => key.GetProperty("kid").GetString() == claims.Kid).GetProperty("kty").GetString());
    }

    [Fact]
    public async Task The_name_that_is_asked_for_as_essential_is_told_at_userinfo_and_not_in_the_ID_token()
    {
        var (claims, tokens) = await SignInAsync(await SuiteClientAsync(), await SomebodyAsync(), ("claims", """{"userinfo":{"name":{"essential":true}}}"""));

        Assert.NotEmpty((await UserInfoAsync(tokens)).Json.GetProperty("name").GetString()!);
        Assert.False(claims.TryGetPayloadValue<string>("name", out _));
    }

    [Fact]
    public async Task Of_the_contexts_that_are_supported_the_ID_token_names_one()
    {
        var supported = (await Site.Browser().GetAsync(".well-known/openid-configuration")).Json.GetProperty("acr_values_supported").EnumerateArray().Select(value => value.GetString()!).ToList();

        var (claims, _) = await SignInAsync(await SuiteClientAsync(), await SomebodyAsync(), ("acr_values", string.Join(' ', supported)));

        Assert.Contains(claims.GetPayloadValue<string>("acr"), supported);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "1")]
    public async Task A_second_sign_in_is_a_later_one(string parameter, string value)
    {
        await using var site = await PortalFactory.StartAsync();
        await site.PersonAsync("alice");
        var (app, browser) = (await SuiteClientAsync(site), await site.SignedInAsync("alice"));
        var (first, _) = await SignInAsync(app, browser);
        site.Clock.Advance(TimeSpan.FromSeconds(2));

        var signIn = await app.ConsentPageAsync(browser, [.. WithoutPkce, ("scope", "openid"), (parameter, value)]);
        var consent = await browser.FollowAsync(await browser.SubmitAsync(signIn, ("password", A.Password)));
        var (second, _) = await ExchangeAsync(app, await browser.SubmitAsync(consent, ("action", "allow")));

        Assert.StartsWith("/login", signIn.Address, StringComparison.Ordinal);
        Assert.Equal(AuthTime(first) + 2, AuthTime(second));
    }

    [Theory]
    [InlineData("prompt")]
    [InlineData("id_token_hint")]
    [InlineData("max_age")]
    public async Task The_same_sign_in_has_the_same_time_and_subject(string wish)
    {
        await using var site = await PortalFactory.StartAsync();
        await site.PersonAsync("alice");
        var (app, browser) = (await SuiteClientAsync(site), await site.SignedInAsync("alice"));
        var (first, tokens) = await SignInAsync(app, browser, ("max_age", "15000"));
        site.Clock.Advance(TimeSpan.FromSeconds(30));

        (string, string?)[] request = [.. WithoutPkce, ("scope", "openid"), .. wish switch
        {
            "prompt" => ((string, string?)[])[("prompt", "none")],
            "id_token_hint" => [("prompt", "none"), ("id_token_hint", tokens.GetProperty("id_token").GetString())],
            _ => [("max_age", "10000")],
        }];
        var answer = wish == "max_age" ? await app.AllowAsync(browser, request) : await browser.GetAsync(app.AuthorizeAddress(request));
        var (second, _) = await ExchangeAsync(app, answer);

        Assert.Equal((AuthTime(first), first.Subject), (AuthTime(second), second.Subject));
    }

    [Fact]
    public async Task A_code_that_is_used_again_after_half_a_minute_ends_its_access_token()
    {
        await using var site = await PortalFactory.StartAsync();
        await site.PersonAsync("alice");
        var app = await SuiteClientAsync(site);
        var code = await app.CodeAsync(await site.SignedInAsync("alice"), [.. WithoutPkce, ("scope", "openid")]);
        var tokens = (await app.ExchangeAsync(code, verifier: null)).Json;

        site.Clock.Advance(TimeSpan.FromSeconds(30));
        var again = await app.ExchangeAsync(code, verifier: null);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (again.Status, again.Error));
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserInfoAsync(tokens, site)).Status);
    }

    [Fact]
    public async Task A_refresh_token_is_worthless_to_the_second_client()
    {
        var (first, second, browser) = (await SuiteClientAsync(), await SuiteClientAsync(), await SomebodyAsync());
        var (_, tokens) = await SignInAsync(second, browser);

        var answer = await first.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task A_redirect_that_is_not_registered_is_none_even_beside_a_request_object()
    {
        var app = await SuiteClientAsync();

        var answer = await Site.Browser().GetAsync(app.AuthorizeAddress([.. WithoutPkce, ("redirect_uri", HttpApp.RedirectUri + "/other"), ("request", "eyJhbGciOiJub25lIn0.e30.")]));

        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.Status, answer.Location));
    }

    /// <summary>The empty body of a form beside the bearer header.</summary>
    [Fact]
    public async Task Userinfo_takes_a_form_without_a_field()
    {
        var app = await SuiteClientAsync();
        var (claims, tokens) = await SignInAsync(app, await SomebodyAsync());

        var answer = await app.SendAsync("oauth2/userinfo", "Bearer " + tokens.GetProperty("access_token").GetString());

        Assert.Equal((HttpStatusCode.OK, claims.Subject), (answer.Status, answer.Json.GetProperty("sub").GetString()));
    }

    /// <summary>With dynamic registration the Basic OP plan ends here: who registers alone must use PKCE (D28).</summary>
    [Fact]
    public async Task The_suite_can_register_where_client_uri_may_be_missing_but_not_do_without_PKCE()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Policy:Data:ClientRegistration:AllowMissingClientUri"] = "true" });
        var metadata = new
        {
            client_name = "OIDF Conformance Test abc",
            grant_types = new[] { "authorization_code" },
            jwks = new { keys = new[] { new { kty = "RSA", e = "AQAB", use = "sig", kid = "a", alg = "RS256", n = "sXchZQ" } } },
            token_endpoint_auth_method = "client_secret_basic",
            response_types = new[] { "code" },
            redirect_uris = new[] { "https://localhost.emobix.co.uk:8443/test/a/portal/callback" },
            contacts = new[] { "certification@oidf.org" },
        };

        var registered = await HttpApp.RegisterAsync(site, metadata);
        var answer = await site.Browser().GetAsync("authorize?response_type=code&scope=openid&client_id=" + registered.Json.GetProperty("client_id").GetString());

        Assert.Equal(HttpStatusCode.Created, registered.Status);
        Assert.Equal(0, registered.Json.GetProperty("client_secret_expires_at").GetInt64());
        Assert.Equal("invalid_request", answer.Returned("error"));
        Assert.Equal("missing client_uri", (await HttpApp.RegisterAsync(Site, metadata)).Json.GetProperty("error_description").GetString()!.Split(';')[0]);
    }

    private static IEnumerable<(string Name, string? Value)> WithoutPkce => [("code_challenge", null), ("code_challenge_method", null), ("nonce", Nonce)];

    private Task<HttpApp> SuiteClientAsync(PortalFactory? site = null) => HttpApp.ConfigureAsync(site ?? Site, ClientAuthMethod.Basic, pkceRequired: false);

    private static async Task<(JsonWebToken Claims, JsonElement Tokens)> SignInAsync(HttpApp app, Browser browser, params IEnumerable<(string Name, string? Value)> changes) =>
        await ExchangeAsync(app, await app.AllowAsync(browser, [.. WithoutPkce, ("scope", "openid"), .. changes]));

    private static async Task<(JsonWebToken Claims, JsonElement Tokens)> ExchangeAsync(HttpApp app, Answer answer)
    {
        var tokens = await app.ExchangeAsync(answer.Returned("code")!, verifier: null);
        Assert.True(tokens.Status == HttpStatusCode.OK, tokens.Text);
        return (new JsonWebToken(tokens.Json.GetProperty("id_token").GetString()), tokens.Json);
    }

    private Task<Answer> UserInfoAsync(JsonElement tokens, PortalFactory? site = null)
    {
        var browser = (site ?? Site).Browser();
        browser.Headers["Authorization"] = "Bearer " + tokens.GetProperty("access_token").GetString();
        return browser.GetAsync("oauth2/userinfo");
    }

    private static long AuthTime(JsonWebToken claims) => claims.GetPayloadValue<long>("auth_time");
}
