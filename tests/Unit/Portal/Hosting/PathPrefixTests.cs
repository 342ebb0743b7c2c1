using System.Net;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>A portal that shares its host with others (oauth contract, section 11, line 4): all of it lies below its prefix.</summary>
public sealed class PathPrefixTests : IAsyncLifetime
{
    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Http:PublicBase"] = "https://h.example/foo/" });

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Discovery_names_only_addresses_below_the_prefix()
    {
        var document = (await _portal.Browser().GetAsync(".well-known/openid-configuration")).Json;

        var addresses = document.EnumerateObject().Where(member => member.Value.ValueKind == System.Text.Json.JsonValueKind.String).Select(member => member.Value.GetString()!).ToList();
        Assert.True(addresses.Count >= 8);
        Assert.All(addresses, address => Assert.StartsWith("https://h.example/foo/", address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task From_the_app_through_registration_to_the_account_and_out_everything_stays_below_the_prefix()
    {
        var app = await HttpApp.RegisterAsync(_portal);
        var browser = _portal.Browser();
        var seen = new List<Answer>();
        async Task<Answer> Go(Task<Answer> answering)
        {
            var answer = await answering;
            seen.Add(answer);
            while (answer.Location is ['/', ..] location)
            {
                answer = await browser.GetAsync(location);
                seen.Add(answer);
            }

            return answer;
        }

        var form = await Go(browser.GetAsync(app.AuthorizeAddress(("prompt", "create"))));
        var code = await Go(browser.SubmitAsync(form, ("username", "alice"), ("email", "alice@example.com"), ("password", A.Password)));
        await _portal.DeliverAsync();
        var consent = await Go(browser.SubmitAsync(code, ("code", Assert.Single(_portal.Mailer.Codes).Code)));
        var granted = await browser.SubmitAsync(consent, ("action", "allow"));
        var tokens = await app.ExchangeAsync(granted.Returned("code")!);
        await Go(browser.GetAsync("account/"));
        var sessions = await Go(browser.GetAsync("account/sessions"));
        await Go(browser.PostAsync("logout", ("csrf", sessions.Field("csrf")!)));
        await Go(browser.GetAsync("account/sessions"));
        await Go(browser.GetAsync("no/such/page"));

        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.Equal("https://h.example/foo/", granted.Returned("iss"));
        Assert.All(seen, answer =>
        {
            Assert.StartsWith("/foo/", answer.Address, StringComparison.Ordinal);
            Assert.True(answer.Location is null || answer.Location.StartsWith("/foo/", StringComparison.Ordinal), answer.Location);
            Assert.All(answer.SetCookies, cookie => Assert.Equal("/foo/", cookie.Path.ToString()));
            Assert.All(Links(answer), link => Assert.StartsWith("/foo/", link, StringComparison.Ordinal));
        });
        Assert.Contains(seen, answer => answer.Heading.Length > 0 && Links(answer).Count > 5);
    }

    [Fact]
    public async Task Without_its_slash_the_prefix_leads_to_the_same_place() =>
        Assert.StartsWith("/foo/", (await _portal.Browser().GetAsync("/foo")).Location, StringComparison.Ordinal);

    // As a browser resolves them: against <base>.
    private static List<string> Links(Answer answer)
    {
        var home = new Uri(new Uri("https://h.example"), answer.Document.QuerySelector("base")?.GetAttribute("href") ?? answer.Address);
        return [.. answer.Document.QuerySelectorAll("[href], [src], form[action]")
            .Select(element => element.GetAttribute("href") ?? element.GetAttribute("src") ?? element.GetAttribute("action")!)
            .Select(link => new Uri(home, link)).Where(link => link.Host == "h.example").Select(link => link.AbsolutePath)];
    }
}
