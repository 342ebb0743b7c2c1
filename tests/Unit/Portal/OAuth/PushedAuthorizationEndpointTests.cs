using System.Net;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>/oauth2/par</c> (RFC 9126), as a client and a browser see it.</summary>
public sealed class PushedAuthorizationEndpointTests(SharedPortal shared) : PortalTest(shared)
{
    [Theory]
    [InlineData(ClientAuthMethod.None)]
    [InlineData(ClientAuthMethod.Basic)]
    [InlineData(ClientAuthMethod.Post)]
    public async Task A_pushed_request_leads_to_consent_and_tokens(string method)
    {
        var app = await HttpApp.RegisterAsync(Site, method);
        var browser = await SomebodyAsync();

        var pushed = await PushAsync(app);
        var consent = await browser.FollowAsync(await browser.GetAsync(Address(app, pushed)));
        var answer = await browser.SubmitAsync(consent, ("action", "allow"));

        Assert.Equal((HttpStatusCode.Created, 90), (pushed.Status, pushed.Json.GetProperty("expires_in").GetInt32()));
        Assert.Equal("no-store, no-cache", pushed["Cache-Control"]);
        Assert.Equal(HttpApp.State, answer.Returned("state"));
        Assert.Equal(HttpStatusCode.OK, (await app.ExchangeAsync(answer.Returned("code")!)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(Address(app, pushed))).Status);
    }

    [Fact]
    public async Task Opening_the_address_twice_before_signing_in_breaks_nothing()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var (browser, pushed) = (Site.Browser(), await PushAsync(app));

        var (first, second) = (await browser.GetAsync(Address(app, pushed)), await browser.GetAsync(Address(app, pushed)));

        Assert.StartsWith("/login?", first.Location, StringComparison.Ordinal);
        Assert.Equal(first.Location, second.Location);
    }

    [Fact]
    public async Task A_client_that_does_not_prove_itself_pushes_nothing()
    {
        var app = await HttpApp.RegisterAsync(Site, ClientAuthMethod.Post);

        var wrong = await app.SendAsync("oauth2/par", null, ("client_id", app.Id), ("client_secret", "wrong"), ("response_type", "code"), ("scope", "openid"));
        var none = await app.SendAsync("oauth2/par", null, ("response_type", "code"), ("scope", "openid"));

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (wrong.Status, wrong.Error));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (none.Status, none.Error));
    }

    [Fact]
    public async Task Refusals_are_JSON_and_parameters_are_given_once()
    {
        var app = await HttpApp.RegisterAsync(Site);

        var type = await app.PostAsync("oauth2/par", [.. Request(app), ("response_type", "token")]);
        var nested = await app.PostAsync("oauth2/par", [.. Request(app), ("request_uri", "urn:ietf:params:oauth:request_uri:x")]);
        var evil = await app.PostAsync("oauth2/par", [.. Request(app).Where(field => field.Name != "redirect_uri"), ("redirect_uri", "https://evil.example/")]);

        foreach (var refused in new[] { type, nested, evil })
        {
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (refused.Status, refused.Error));
        }
    }

    [Fact]
    public async Task The_server_can_demand_pushed_requests_of_everybody()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:OAuth:RequirePushedAuthorizationRequests"] = "true" });
        var app = await HttpApp.RegisterAsync(site);

        var direct = await site.Browser().GetAsync(app.AuthorizeAddress());
        var pushed = await site.Browser().GetAsync(Address(app, await PushAsync(app)));
        var metadata = await site.Browser().GetAsync(".well-known/openid-configuration");

        Assert.Equal("invalid_request", direct.Returned("error"));
        Assert.StartsWith("/login?", pushed.Location, StringComparison.Ordinal);
        Assert.True(metadata.Json.GetProperty("require_pushed_authorization_requests").GetBoolean());
    }

    [Fact]
    public async Task A_client_that_registers_to_push_is_told_so()
    {
        var answer = await HttpApp.RegisterAsync(Site, new
        {
            client_uri = "https://app.example/",
            redirect_uris = new[] { HttpApp.RedirectUri },
            token_endpoint_auth_method = "none",
            require_pushed_authorization_requests = true,
        });

        Assert.True(answer.Json.GetProperty("require_pushed_authorization_requests").GetBoolean());
    }

    private static Task<Answer> PushAsync(HttpApp app) => app.PostAsync("oauth2/par", Request(app));

    private static string Address(HttpApp app, Answer pushed) =>
        $"authorize?client_id={app.Id}&request_uri={Uri.EscapeDataString(pushed.Json.GetProperty("request_uri").GetString()!)}";

    private static IEnumerable<(string Name, string? Value)> Request(HttpApp app) =>
    [
        ("response_type", "code"),
        ("redirect_uri", app.Redirect),
        ("scope", A.MatrixScope),
        ("state", HttpApp.State),
        ("code_challenge", HttpApp.Challenge),
        ("code_challenge_method", "S256"),
    ];
}
