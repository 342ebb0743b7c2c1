using System.Net;
using Portal.Identity.Clients;
using Portal.Identity.Dpop;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>DPoP (RFC 9449), as a client sees it.</summary>
public sealed class DpopEndpointTests(SharedPortal shared) : PortalTest(shared)
{
    private const string UserInfo = "oauth2/userinfo";

    [Theory]
    [InlineData(ClientAuthMethod.None)]
    [InlineData(ClientAuthMethod.Basic)]
    public async Task From_the_code_to_the_refresh_all_is_bound_to_the_key(string method)
    {
        using var app = await DpopApp.RegisterAsync(Site, method);
        var code = await app.Http.CodeAsync(await SomebodyAsync(), ("scope", "openid"), ("dpop_jkt", app.Key.Thumbprint));

        var exchanged = await app.Http.ExchangeAsync(code);
        var refreshed = await app.Http.RefreshAsync(exchanged.Json.GetProperty("refresh_token").GetString()!);
        var told = await app.UserInfoWithProofAsync(refreshed.Json.GetProperty("access_token").GetString()!);

        foreach (var answer in new[] { exchanged, refreshed })
        {
            Assert.Equal((HttpStatusCode.OK, "DPoP"), (answer.Status, answer.Json.GetProperty("token_type").GetString()));
            Assert.NotNull(answer["DPoP-Nonce"]);
        }

        Assert.Equal(HttpStatusCode.OK, told.Status);
        Assert.NotNull(told["DPoP-Nonce"]);
    }

    [Theory]
    [InlineData("oauth2/token")]
    [InlineData("oauth2/par")]
    public async Task A_client_learns_the_nonce_from_the_refusal(string path)
    {
        using var app = await DpopApp.RegisterAsync(Site);
        app.Http.Prove = path => app.Proof(path, changes: ("nonce", null));

        var refused = await app.Http.PostAsync(path, Request(app.Http));

        Assert.Equal((HttpStatusCode.BadRequest, "use_dpop_nonce"), (refused.Status, refused.Error));
        Assert.Equal("no-store", refused["Cache-Control"]);
        app.Http.Prove = path => app.Proof(path, changes: ("nonce", refused["DPoP-Nonce"]));
        var answer = await app.Http.PostAsync(path, Request(app.Http));
        Assert.NotEqual("use_dpop_nonce", answer.Json.TryGetProperty("error", out var error) ? error.GetString() : null);
        Assert.NotNull(answer["DPoP-Nonce"]);
    }

    [Fact]
    public async Task A_nonce_is_good_for_some_minutes()
    {
        await using var site = await PortalFactory.StartAsync();
        using var app = await DpopApp.RegisterAsync(site);
        var first = await app.Http.RefreshAsync("mar_x");
        site.Clock.Advance(2 * DpopNonces.Step);

        app.Http.Prove = path => app.Proof(path, changes: ("nonce", first["DPoP-Nonce"]));
        var late = await app.Http.RefreshAsync("mar_x");

        Assert.Equal(("invalid_grant", "use_dpop_nonce"), (first.Error, late.Error));
        Assert.NotEqual(first["DPoP-Nonce"], late["DPoP-Nonce"]);
    }

    [Fact]
    public async Task Section_10_a_pushed_request_with_a_proof_binds_the_code()
    {
        using var app = await DpopApp.RegisterAsync(Site);
        using var other = new DpopKey();

        var pushed = await app.Http.PostAsync("oauth2/par", Request(app.Http));
        var browser = await SomebodyAsync();
        var consent = await browser.FollowAsync(await browser.GetAsync($"authorize?client_id={app.Http.Id}&request_uri={Uri.EscapeDataString(pushed.Json.GetProperty("request_uri").GetString()!)}"));
        var code = (await browser.SubmitAsync(consent, ("action", "allow"))).Returned("code")!;

        Assert.NotNull(pushed["DPoP-Nonce"]);
        app.Http.Prove = path => app.Proof(path, key: other);
        Assert.Equal("invalid_grant", (await app.Http.ExchangeAsync(code)).Error);
        app.Http.Prove = null;
        Assert.Equal("invalid_grant", (await app.Http.ExchangeAsync(code)).Error);
        app.Http.Prove = path => app.Proof(path);
        Assert.Equal(HttpStatusCode.OK, (await app.Http.ExchangeAsync(code)).Status);
    }

    [Fact]
    public async Task Section_10_1_proof_and_parameter_of_a_pushed_request_name_one_key()
    {
        using var app = await DpopApp.RegisterAsync(Site);
        using var other = new DpopKey();

        var same = await app.Http.PostAsync("oauth2/par", [.. Request(app.Http), ("dpop_jkt", app.Key.Thumbprint)]);
        var different = await app.Http.PostAsync("oauth2/par", [.. Request(app.Http), ("dpop_jkt", other.Thumbprint)]);
        app.Http.Prove = path => app.Proof("oauth2/token");
        var misdirected = await app.Http.PostAsync("oauth2/par", Request(app.Http));

        Assert.Equal(HttpStatusCode.Created, same.Status);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_dpop_proof"), (different.Status, different.Error));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_dpop_proof"), (misdirected.Status, misdirected.Error));
    }

    [Fact]
    public async Task Section_5_2_a_client_that_registers_for_bound_tokens_is_told_so_and_held_to_it()
    {
        var registered = await HttpApp.RegisterAsync(Site, new
        {
            client_uri = "https://app.example/",
            redirect_uris = new[] { HttpApp.RedirectUri },
            grant_types = new[] { "authorization_code", "refresh_token" },
            token_endpoint_auth_method = "none",
            dpop_bound_access_tokens = true,
        });
        var app = HttpApp.Known(Site, registered.Json.GetProperty("client_id").GetString()!);
        var browser = await SomebodyAsync();

        var refused = await app.ExchangeAsync(await app.CodeAsync(browser, ("scope", "openid")));
        var matrix = await browser.GetAsync(app.AuthorizeAddress());

        Assert.True(registered.Json.GetProperty("dpop_bound_access_tokens").GetBoolean());
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_dpop_proof"), (refused.Status, refused.Error));
        Assert.Equal("invalid_scope", matrix.Returned("error"));
    }

    [Fact]
    public async Task Section_6_2_introspection_names_the_key_of_both_tokens()
    {
        using var app = await DpopApp.RegisterAsync(Site, ClientAuthMethod.Basic);
        var tokens = await app.TokensAsync(await SomebodyAsync());

        var access = await app.Http.IntrospectAsync(tokens.Access);
        var refresh = await app.Http.IntrospectAsync(tokens.Refresh);

        foreach (var (answer, type) in new[] { (access, "DPoP"), (refresh, "refresh_token") })
        {
            Assert.Equal(type, answer.Json.GetProperty("token_type").GetString());
            Assert.Equal(app.Key.Thumbprint, answer.Json.GetProperty("cnf").GetProperty("jkt").GetString());
        }
    }

    [Fact]
    public async Task Section_9_userinfo_asks_for_its_nonce_with_401()
    {
        using var app = await DpopApp.RegisterAsync(Site);
        var tokens = await app.TokensAsync(await SomebodyAsync());

        var refused = await app.UserInfoAsync("DPoP " + tokens.Access, app.Proof(UserInfo, "GET", tokens.Access, changes: ("nonce", null)));
        var answer = await app.UserInfoAsync("dpop " + tokens.Access, app.Proof(UserInfo, "GET", tokens.Access, changes: ("nonce", refused["DPoP-Nonce"])));

        AssertChallenged(refused, "use_dpop_nonce");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task Section_7_1_a_token_that_is_bound_to_nothing_needs_its_own_scheme()
    {
        using var app = await DpopApp.RegisterAsync(Site);
        var plain = await HttpApp.RegisterAsync(Site);
        var token = (await plain.TokensAsync(await SomebodyAsync(), "openid")).GetProperty("access_token").GetString()!;

        AssertChallenged(await app.UserInfoWithProofAsync(token), "invalid_token");
        Assert.Equal(HttpStatusCode.OK, (await app.UserInfoAsync("Bearer " + token, app.Proof(UserInfo, "GET", token))).Status);
    }

    [Fact]
    public async Task A_page_of_another_origin_can_read_the_nonce_and_the_challenge()
    {
        var browser = Site.Browser();
        browser.Headers["Origin"] = "https://app.example";

        var answer = await browser.PostAsync("oauth2/token");

        Assert.Equal(["DPoP-Nonce", "WWW-Authenticate"], answer["Access-Control-Expose-Headers"]!.Split(',', StringSplitOptions.TrimEntries).Order());
    }

    private static IEnumerable<(string Name, string? Value)> Request(HttpApp app) =>
    [
        ("grant_type", "refresh_token"), // what only the one endpoint reads does not disturb the other
        ("refresh_token", "mar_x"),
        ("response_type", "code"),
        ("redirect_uri", app.Redirect),
        ("scope", "openid"),
        ("code_challenge", HttpApp.Challenge),
        ("code_challenge_method", "S256"),
    ];

    private static void AssertChallenged(Answer answer, string error)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.StartsWith($"DPoP error=\"{error}\", ", answer["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.EndsWith("algs=\"RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES256K\"", answer["WWW-Authenticate"], StringComparison.Ordinal);
    }
}
