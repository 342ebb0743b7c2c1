using System.Net;
using System.Text.Json;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>A client whose id is an address, from outside.</summary>
public sealed class ClientDocumentEndpointTests
{
    private const string Id = "https://chat.app.example/client.json";

    private static string Document => $$"""
        { "client_id": "{{Id}}", "client_name": "Example", "client_uri": "https://app.example/", "redirect_uris": ["{{HttpApp.RedirectUri}}"],
          "grant_types": ["authorization_code", "refresh_token"] }
        """;

    [Fact]
    public async Task Everywhere_on_the_wire_its_address_is_its_id()
    {
        var web = new FakeWeb();
        web.Put(Id, Document);
        await using var site = await PortalFactory.StartAsync(change: web.AddTo);
        await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");
        var app = HttpApp.Known(site, Id);

        var consent = await app.ConsentPageAsync(browser, ("scope", "openid"));
        Assert.Equal(HttpStatusCode.OK, consent.Status);
        Assert.Contains("chat.app.example", consent.Document.Body!.TextContent, StringComparison.Ordinal);
        var answer = await app.ExchangeAsync((await browser.SubmitAsync(consent, ("action", "allow"))).Returned("code")!);
        Assert.Equal(HttpStatusCode.OK, answer.Status);

        var idToken = answer.Json.GetProperty("id_token").GetString()!.Split('.')[1];
        Assert.Equal(Id, JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(idToken)).GetProperty("aud").GetString());
        Assert.Equal(Id, (await app.HomeserverIntrospectsAsync(answer.Json.GetProperty("access_token").GetString()!)).GetProperty("client_id").GetString());
        Assert.Equal(Id, (await app.HomeserverIntrospectsAsync(answer.Json.GetProperty("refresh_token").GetString()!)).GetProperty("client_id").GetString());
        Assert.Equal(HttpStatusCode.OK, (await app.RefreshAsync(answer.Json.GetProperty("refresh_token").GetString()!)).Status);
        Assert.Single(web.Requests);
    }

    [Fact]
    public async Task Where_the_answer_goes_to_another_host_the_consent_page_shows_both()
    {
        var web = new FakeWeb();
        web.Put(Id, Document);
        await using var site = await PortalFactory.StartAsync(change: web.AddTo);
        await site.PersonAsync("alice");

        var consent = await HttpApp.Known(site, Id).ConsentPageAsync(await site.SignedInAsync("alice"), ("scope", "openid"));

        Assert.Contains("chat.app.example", consent.Document.QuerySelector("form")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["app.example"], consent.Document.QuerySelectorAll("p.after .host").Select(host => host.TextContent));
    }

    [Fact]
    public async Task Where_the_answer_goes_to_another_host_every_page_on_the_way_shows_both()
    {
        var web = new FakeWeb();
        web.Put(Id, Document.Replace("\"grant_types\"", $"\"post_logout_redirect_uris\": [\"{HttpApp.RedirectUri}\"], \"grant_types\"", StringComparison.Ordinal));
        await using var site = await PortalFactory.StartAsync(change: web.AddTo);
        await site.PersonAsync("alice");
        var (app, browser, guest) = (HttpApp.Known(site, Id), await site.SignedInAsync("alice"), site.Browser());

        var signIn = await guest.FollowAsync(await guest.GetAsync(app.AuthorizeAddress(("scope", "openid"))));
        var select = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress(("scope", "openid"), ("prompt", "select_account"))));
        var signOut = await browser.GetAsync($"end-session?client_id={Uri.EscapeDataString(Id)}&post_logout_redirect_uri={Uri.EscapeDataString(HttpApp.RedirectUri)}");
        var signOutForGood = await browser.GetAsync($"end-session?client_id={Uri.EscapeDataString(Id)}");

        Assert.Equal(["chat.app.example", "app.example"], Hosts(signIn, ".strip .host"));
        Assert.Equal(["chat.app.example", "app.example"], Hosts(select, ".strip .host"));
        Assert.Equal(["chat.app.example", "app.example"], Hosts(signOut, ".lead .host"));
        Assert.Equal(["chat.app.example"], Hosts(signOutForGood, ".lead .host")); // nobody is sent anywhere
    }

    [Fact]
    public async Task An_app_whose_answer_goes_where_it_is_shown_to_be_is_shown_by_one_host()
    {
        await using var site = await PortalFactory.StartAsync();
        var guest = site.Browser();

        var signIn = await guest.FollowAsync(await guest.GetAsync((await HttpApp.RegisterAsync(site)).AuthorizeAddress()));

        Assert.Equal(["app.example"], Hosts(signIn, ".strip .host"));
    }

    private static IEnumerable<string> Hosts(Answer page, string selector) => page.Document.QuerySelectorAll(selector).Select(host => host.TextContent);

    [Fact]
    public async Task An_address_at_which_nobody_is_ends_on_a_page()
    {
        var web = new FakeWeb();
        await using var site = await PortalFactory.StartAsync(change: web.AddTo);

        Assert.Equal(HttpStatusCode.BadRequest, (await site.Browser().GetAsync(HttpApp.Known(site, Id).AuthorizeAddress())).Status);
    }

    // Section 0.4: what cannot be checked is our fault, but not to whoever introspects.
    [Fact]
    public async Task Keys_that_cannot_be_fetched_are_500_and_at_introspection_401()
    {
        var web = new FakeWeb();
        await using var site = await PortalFactory.StartAsync(change: web.AddTo);
        using var signer = AssertionSigner.WithKey();
        var client = Client.Configure(
            Guid.CreateVersion7(site.Clock.GetUtcNow()), new ConfiguredClient(ClientAuthMethod.PrivateKeyJwt, [HttpApp.RedirectUri]) { JwksUri = "https://app.example/jwks" }, null, site.Clock.GetUtcNow());
        await site.ArrangeAsync(client);
        var app = HttpApp.Known(site, client.ClientId);
        (string, string?)[] Fields(params (string, string?)[] more) =>
        [
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", signer.Sign(AssertionSigner.Claims(client.ClientId, site.Clock.GetUtcNow(), ("aud", PortalFactory.PublicBase)))),
            .. more,
        ];

        var token = await app.SendAsync("oauth2/token", null, Fields(("grant_type", "client_credentials")));
        var revocation = await app.SendAsync("oauth2/revoke", null, Fields(("token", "x")));
        var introspection = await app.SendAsync("oauth2/introspect", null, Fields(("token", "x")));

        Assert.Equal((HttpStatusCode.InternalServerError, "server_error"), (token.Status, token.Error));
        Assert.Equal((HttpStatusCode.InternalServerError, "server_error"), (revocation.Status, revocation.Error));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client", null), (introspection.Status, introspection.Error, introspection["WWW-Authenticate"]));

        web.Put("https://app.example/jwks", signer.Jwks);
        site.Clock.Advance(ClientKeySets.ShortestInterval);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync("oauth2/token", null, Fields(("grant_type", "client_credentials")))).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync("oauth2/introspect", null, Fields(("token", "x")))).Status);
        Assert.Equal("invalid_request", (await app.SendAsync("oauth2/introspect", "Bearer " + PortalFactory.HomeserverSecret, Fields(("token", "x")))).Error);
    }
}
