using System.Net;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Clients that lie about themselves; what does not even register is in <see cref="ClientMetadataAttacks"/>.</summary>
public sealed class ConsentAttacks(SharedPortal shared) : PortalTest(shared)
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("</title><img src=x onerror=alert(1)>")]
    [InlineData("\" autofocus onfocus=\"alert(1)")]
    [InlineData("{{constructor.constructor('alert(1)')()}}")]
    [InlineData("&lt;b&gt;{0}")]
    public async Task A60_A_name_is_shown_as_text_and_never_becomes_markup(string name)
    {
        var app = await HttpApp.RegisterAsync(Site, name: name);
        var browser = await SomebodyAsync();

        foreach (var page in new[] { await Site.Browser().FollowAsync(await Site.Browser().GetAsync(app.AuthorizeAddress())), await app.ConsentPageAsync(browser), await app.ConsentPageAsync(browser, ("scope", "phone")) })
        {
            Assert.Contains(name, page.Document.Body!.TextContent, StringComparison.Ordinal);
            Assert.Empty(page.Document.QuerySelectorAll("img[onerror], [onfocus], script:not([src])"));
        }

        await app.TokensAsync(browser);
        Assert.Empty((await browser.GetAsync("account/sessions")).Document.QuerySelectorAll("img[onerror], [onfocus], script:not([src])"));
    }

    [Fact]
    public async Task A60_A_client_with_a_known_name_is_told_apart_by_where_the_answer_goes()
    {
        var real = await HttpApp.RegisterAsync(Site, name: "Element");
        var fake = await HttpApp.ConfigureAsync(Site, ClientAuthMethod.None, "https://evil.test/cb");
        var browser = await SomebodyAsync();

        Assert.Contains("app.example", (await real.ConsentPageAsync(browser)).Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("evil.test", (await fake.ConsentPageAsync(browser)).Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A60_A_link_of_a_client_is_a_web_address_that_learns_nothing()
    {
        var registered = await HttpApp.RegisterAsync(Site, new
        {
            client_name = "With terms",
            client_uri = "https://app.example/",
            redirect_uris = new[] { HttpApp.RedirectUri },
            token_endpoint_auth_method = "none",
            tos_uri = "https://app.example/terms?\"><script>",
            policy_uri = "https://app.example/policy",
        });
        Assert.Contains(registered.Status, (HttpStatusCode[])[HttpStatusCode.Created, HttpStatusCode.BadRequest]);
        var app = await HttpApp.RegisterAsync(Site);
        var id = registered.Status == HttpStatusCode.Created ? registered.Json.GetProperty("client_id").GetString() : app.Id;

        var page = await app.ConsentPageAsync(await SomebodyAsync(), ("client_id", id));

        Assert.All(page.Document.QuerySelectorAll("a[href^='http']").Where(link => link.GetAttribute("href")!.Contains("app.example", StringComparison.Ordinal)), link =>
        {
            Assert.StartsWith("https://", link.GetAttribute("href"), StringComparison.Ordinal);
            Assert.Contains("noreferrer", link.GetAttribute("rel"), StringComparison.Ordinal);
        });
        Assert.Empty(page.Document.QuerySelectorAll("script:not([src])"));
    }

    // A61: no picture of a client is fetched or shown.
    [Fact]
    public async Task A60_No_page_loads_anything_from_a_client()
    {
        var registered = await HttpApp.RegisterAsync(Site, new
        {
            client_name = "With a logo",
            client_uri = "https://app.example/",
            redirect_uris = new[] { HttpApp.RedirectUri },
            token_endpoint_auth_method = "none",
            logo_uri = "https://app.example/logo.svg",
        });
        var app = await HttpApp.RegisterAsync(Site);

        var page = await app.ConsentPageAsync(await SomebodyAsync(), ("client_id", registered.Json.GetProperty("client_id").GetString()));

        Assert.DoesNotContain("logo.svg", page.Text, StringComparison.Ordinal);
    }
}
