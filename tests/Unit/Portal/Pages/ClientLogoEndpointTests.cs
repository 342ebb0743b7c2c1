using System.Net;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>The logo on the consent page, from our own origin.</summary>
public sealed class ClientLogoEndpointTests
{
    private const string Id = "https://app.example/client.json";

    [Fact]
    public async Task A61_the_consent_page_shows_our_copy_under_an_address_of_ours()
    {
        var web = new FakeWeb();
        web.Put(Id, $$"""{ "client_id": "{{Id}}", "client_name": "Example", "redirect_uris": ["{{HttpApp.RedirectUri}}"], "logo_uri": "https://app.example/logo.png" }""");
        web.Put("https://app.example/logo.png", APng.Square(), "image/png");
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Http:PublicBase"] = "https://auth.example/portal/" }, change: web.AddTo);
        await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");
        var app = HttpApp.Known(site, Id);

        var before = await app.ConsentPageAsync(browser);
        await site.DeliverAsync();
        var after = await browser.GetAsync(before.Address);

        Assert.Null(before.Document.QuerySelector(".tile img"));
        var address = after.Document.QuerySelector(".tile img")!.GetAttribute("src")!;
        Assert.StartsWith("/portal/client-logos/", address, StringComparison.Ordinal);
        Assert.DoesNotContain("logo.png", after.Text, StringComparison.Ordinal);

        var logo = await site.Browser().GetAsync(address);
        Assert.Equal((HttpStatusCode.OK, "image/png"), (logo.Status, logo.ContentType));
        Assert.Equal(("nosniff", "default-src 'none'; sandbox"), (logo["X-Content-Type-Options"], logo["Content-Security-Policy"]));
        Assert.Contains("immutable", logo["Cache-Control"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().GetAsync(address.Replace(".png", "0.png", StringComparison.Ordinal))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().GetAsync("/portal/client-logos/nobody/x.png")).Status);
    }
}
