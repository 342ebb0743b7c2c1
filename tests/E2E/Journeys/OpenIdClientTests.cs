using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Playwright;
using Portal.Tests.E2E.Support;
using Xunit;

namespace Portal.Tests.E2E.Journeys;

/// <summary>An app on a server with the library <c>openid-client</c>, which holds the portal to the specifications: metadata, <c>iss</c>, PKCE, nonce, the signature of the ID token.</summary>
public sealed class OpenIdClientTests(Stage stage)
{
    private static readonly Engine[] Engines = [Engine.Sqlite, Engine.PostgreSql];

    public static MatrixTheoryData<Engine, string> Confidential { get; } = new(Engines, ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"]);

    [Theory]
    [MemberData(nameof(Confidential))]
    public async Task From_discovery_to_revocation_with_every_way_to_authenticate(Engine engine, string method)
    {
        await using var visit = await stage.VisitAsync(await stage.PortalAsync(engine));
        var person = await visit.BecomeSomebodyAsync();
        await using var app = await OpenIdClientApp.RegisterAsync(visit, method);

        var claims = await app.SignInAsync(new() { ["scope"] = "openid email" });

        var userInfo = await app.DoAsync("userInfo");
        Assert.Equal(claims.GetProperty("sub").GetString(), userInfo.GetProperty("sub").GetString());
        Assert.Equal(person.Email, userInfo.GetProperty("email").GetString());
        var record = await IntrospectAsync(app);
        Assert.Equal(person.Username, record.GetProperty("username").GetString());
        Assert.Equal("email openid", record.GetProperty("scope").GetString());

        await app.DoAsync("refresh");
        Assert.True((await IntrospectAsync(app)).GetProperty("active").GetBoolean());

        await app.DoAsync("revoke", new() { ["token"] = "refresh_token" });
        Assert.False((await IntrospectAsync(app)).GetProperty("active").GetBoolean());
        Assert.Equal("invalid_grant", await app.FailAsync("refresh"));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.PostgreSql)]
    public async Task Without_credentials(Engine engine)
    {
        await using var visit = await stage.VisitAsync(await stage.PortalAsync(engine));
        await visit.BecomeSomebodyAsync();
        await using var app = await OpenIdClientApp.RegisterAsync(visit, "none", new() { ["application_type"] = "native" });

        await app.SignInAsync();

        await app.DoAsync("refresh");
        await app.DoAsync("userInfo");
        await app.DoAsync("revoke", new() { ["token"] = "access_token" });
        Assert.Equal("access_denied", await app.FailAsync("introspect", new() { ["token"] = "access_token" }));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.PostgreSql)]
    public async Task A_pushed_request(Engine engine)
    {
        await using var visit = await stage.VisitAsync(await stage.PortalAsync(engine));
        await visit.BecomeSomebodyAsync();
        await using var app = await OpenIdClientApp.RegisterAsync(visit, "private_key_jwt", new() { ["require_pushed_authorization_requests"] = true });

        await app.OpenRequestAsync();
        Assert.Equal("invalid_request", await app.TakeRefusalAsync());

        await app.SignInAsync(new() { ["pushed"] = true });
        await app.DoAsync("userInfo");
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.PostgreSql)]
    public async Task Without_a_question_to_whom_has_answered_it_before(Engine engine)
    {
        await using var visit = await stage.VisitAsync(await stage.PortalAsync(engine));
        await visit.BecomeSomebodyAsync();
        await using var app = await OpenIdClientApp.RegisterAsync(visit, "client_secret_basic");
        await app.OpenRequestAsync(Silent());
        Assert.Equal("consent_required", await app.TakeRefusalAsync());
        var first = await app.SignInAsync();

        await app.OpenRequestAsync(Silent());
        var second = await app.TakeAnswerAsync();

        Assert.Equal(first.GetProperty("sub").GetString(), second.GetProperty("sub").GetString());
        Assert.Equal(first.GetProperty("auth_time").GetInt64(), second.GetProperty("auth_time").GetInt64());

        await visit.Context.ClearCookiesAsync();
        await app.OpenRequestAsync(Silent());
        Assert.Equal("login_required", await app.TakeRefusalAsync());
    }

    /// <summary>The app's page is on another site, so the browser keeps the SameSite=Lax cookie back from the form itself.</summary>
    [Fact]
    public async Task A_request_that_another_site_posts_finds_the_session()
    {
        await using var visit = await stage.VisitAsync();
        await visit.BecomeSomebodyAsync();
        await using var app = await OpenIdClientApp.RegisterAsync(visit, "client_secret_basic");
        await app.SignInAsync();
        var address = (await app.DoAsync("request", Silent())).GetString()!;

        await visit.Page.WaitForLoadStateAsync();
        await visit.Page.EvaluateAsync(
            """
            address => {
              const request = new URL(address);
              const form = document.body.appendChild(document.createElement("form"));
              form.method = "post";
              form.action = request.origin + request.pathname;
              for (const [name, value] of request.searchParams) {
                Object.assign(form.appendChild(document.createElement("input")), { type: "hidden", name, value });
              }
              form.submit();
            }
            """,
            address);
        var state = QueryHelpers.ParseQuery(new Uri(address).Query)["state"].ToString();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex($"^{Regex.Escape(stage.Client.Address)}.*{Regex.Escape(state)}", RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 30_000 }); // it may be there already

        await app.TakeAnswerAsync();
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.PostgreSql)]
    public async Task A_sign_in_that_is_too_old_is_done_again(Engine engine)
    {
        await using var visit = await stage.VisitAsync(await stage.PortalAsync(engine));
        var person = await visit.BecomeSomebodyAsync();
        await using var app = await OpenIdClientApp.RegisterAsync(visit, "client_secret_basic");
        var first = await app.SignInAsync(new() { ["max_age"] = "10000" });

        await app.OpenRequestAsync(new() { ["max_age"] = "0" });
        await visit.Page.SeeTextAsync("Please confirm that it is you.");
        await visit.Page.SignInAsync(person);
        await visit.Page.AnswerAsync("Allow");

        var second = await app.TakeAnswerAsync();
        Assert.Equal(first.GetProperty("sub").GetString(), second.GetProperty("sub").GetString());
        Assert.InRange(second.GetProperty("auth_time").GetInt64(), first.GetProperty("auth_time").GetInt64(), long.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Confidential))]
    public async Task On_its_own_behalf(Engine engine, string method)
    {
        await using var visit = await stage.VisitAsync(await stage.PortalAsync(engine));
        await using var app = await OpenIdClientApp.RegisterAsync(visit, method, new() { ["grant_types"] = new JsonArray("client_credentials"), ["response_types"] = new JsonArray() });

        await app.DoAsync("credentials", new() { ["scope"] = "urn:mas:graphql:*" });

        var record = await IntrospectAsync(app);
        Assert.True(record.GetProperty("active").GetBoolean());
        Assert.False(record.TryGetProperty("username", out _));
    }

    /// <summary>It asks every second at first, and is told to slow down; the library then waits as RFC 8628 §3.5 says.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.PostgreSql)]
    public async Task On_a_device_without_a_browser(Engine engine)
    {
        await using var visit = await stage.VisitAsync(await stage.PortalAsync(engine));
        var person = await visit.BecomeSomebodyAsync();
        await using var app = await OpenIdClientApp.RegisterAsync(visit, "none", new()
        {
            ["application_type"] = "native",
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"),
        });
        var codes = await app.DoAsync("device", new() { ["scope"] = "openid email" });
        await app.DoAsync("poll");
        Assert.Equal(["authorization_pending", "slow_down"], await app.RefusalsAsync());

        await visit.Page.GotoAsync(codes.GetProperty("verification_uri").GetString()!);
        await visit.Page.EnterCodeAsync(codes.GetProperty("user_code").GetString()!);
        await visit.Page.SeeAsync("Is this device yours?");
        await visit.Page.Field("This is my device, and it shows the same code").CheckAsync();
        await visit.Page.AnswerAsync("Allow");
        await visit.Page.SeeAsync("The device is allowed");

        var claims = await app.DoAsync("linked");
        var userInfo = await app.DoAsync("userInfo");
        Assert.Equal(claims.GetProperty("sub").GetString(), userInfo.GetProperty("sub").GetString());
        Assert.Equal(person.Email, userInfo.GetProperty("email").GetString());
        await app.DoAsync("refresh");
        await app.DoAsync("userInfo");
    }

    [Fact]
    public async Task On_a_device_that_nobody_lets_in()
    {
        await using var visit = await stage.VisitAsync();
        await visit.BecomeSomebodyAsync();
        await using var app = await OpenIdClientApp.RegisterAsync(visit, "client_secret_basic", new()
        {
            ["grant_types"] = new JsonArray("authorization_code", "urn:ietf:params:oauth:grant-type:device_code"),
        });
        var codes = await app.DoAsync("device", new() { ["scope"] = "openid" });
        await visit.Page.GotoAsync(codes.GetProperty("verification_uri").GetString()!);
        await visit.Page.EnterCodeAsync(codes.GetProperty("user_code").GetString()!);
        await visit.Page.Button("I did not start this").ClickAsync();
        await visit.Page.SeeAsync("Good that you looked");

        Assert.Equal("access_denied", await app.FailAsync("poll"));
    }

    /// <summary>RFC 9449: what the key bound is worth nothing to whoever has not the key.</summary>
    [Theory]
    [InlineData(Engine.Sqlite, "none")]
    [InlineData(Engine.PostgreSql, "none")]
    [InlineData(Engine.Sqlite, "private_key_jwt")]
    public async Task With_tokens_that_are_bound_to_its_key(Engine engine, string method)
    {
        await using var visit = await stage.VisitAsync(await stage.PortalAsync(engine));
        await visit.BecomeSomebodyAsync();
        await using var app = await OpenIdClientApp.RegisterAsync(visit, method, method == "none" ? new() { ["application_type"] = "native" } : null);
        var key = (await app.DoAsync("takeKey")).GetString();

        await app.SignInAsync();

        Assert.Equal(["use_dpop_nonce"], await app.RefusalsAsync()); // the library had no nonce, was given one, and tried again
        await app.DoAsync("userInfo");
        await app.DoAsync("refresh");
        await app.DoAsync("userInfo");
        Assert.Empty(await app.RefusalsAsync());
        if (method != "none")
        {
            var record = await IntrospectAsync(app);
            Assert.Equal(("DPoP", key), (record.GetProperty("token_type").GetString(), record.GetProperty("cnf").GetProperty("jkt").GetString()));
        }

        await app.DoAsync("loseKey");
        Assert.Equal("invalid_token", await app.FailAsync("userInfo"));
        Assert.Equal("invalid_grant", await app.FailAsync("refresh"));
        await app.DoAsync("takeKey"); // another one
        Assert.Equal("invalid_token", await app.FailAsync("userInfo"));
        Assert.Equal("invalid_grant", await app.FailAsync("refresh"));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.PostgreSql)]
    public async Task A_pushed_request_binds_the_code_to_the_key(Engine engine)
    {
        await using var visit = await stage.VisitAsync(await stage.PortalAsync(engine));
        await visit.BecomeSomebodyAsync();
        await using var app = await OpenIdClientApp.RegisterAsync(visit, "client_secret_basic");
        await app.DoAsync("takeKey");
        await app.OpenRequestAsync(new() { ["pushed"] = true });
        await visit.Page.SeeAsync("Let Server app use your account?");
        await visit.Page.AnswerAsync("Allow");
        await app.DoAsync("loseKey");

        Assert.Equal("invalid_grant", await app.TakeRefusalAsync());
    }

    /// <summary>OpenID Connect RP-Initiated Logout 1.0 §2 and §3.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.PostgreSql)]
    public async Task Signing_out_of_the_portal_from_the_app_and_back(Engine engine)
    {
        await using var visit = await stage.VisitAsync(await stage.PortalAsync(engine));
        await visit.BecomeSomebodyAsync();
        await using var app = await OpenIdClientApp.RegisterAsync(visit, "client_secret_basic", new() { ["post_logout_redirect_uris"] = new JsonArray(stage.Client.Address + "/callback") });
        await app.SignInAsync();
        await app.OpenRequestAsync(Silent());
        await app.TakeAnswerAsync();

        await visit.Page.GotoAsync((await app.DoAsync("signOut", new() { ["state"] = "what the app & only the app knows" })).GetString()!);
        await visit.Page.Button("Sign out").ClickAsync();

        await visit.Page.SeeAsync("Back in the app");
        Assert.StartsWith(stage.Client.Address + "/callback?", visit.Page.Url, StringComparison.Ordinal);
        Assert.Equal("what the app & only the app knows", QueryHelpers.ParseQuery(new Uri(visit.Page.Url).Query)["state"].ToString());
        await app.OpenRequestAsync(Silent());
        Assert.Equal("login_required", await app.TakeRefusalAsync());
    }

    private static JsonObject Silent() => new() { ["prompt"] = "none" };

    private static Task<JsonElement> IntrospectAsync(OpenIdClientApp app) => app.DoAsync("introspect", new() { ["token"] = "access_token" });
}
