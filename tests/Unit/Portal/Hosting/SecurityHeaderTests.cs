using System.Net;
using System.Text.RegularExpressions;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What every answer tells the browser, whatever the answer is.</summary>
public sealed partial class SecurityHeaderTests(SharedPortal shared) : PortalTest(shared)
{
    private const string NoGrant = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    [Theory]
    [InlineData("GET", "", 303)]
    [InlineData("GET", "login", 200)]
    [InlineData("POST", "login", 400)]
    [InlineData("GET", "logout", 405)]
    [InlineData("GET", "register/password", 200)]
    [InlineData("GET", "register/steps/" + NoGrant + "/finish", 403)]
    [InlineData("GET", "consent/" + NoGrant, 404)]
    [InlineData("GET", "consent/nonsense", 400)]
    [InlineData("GET", "account/", 303)]
    [InlineData("GET", "authorize", 400)]
    [InlineData("GET", "no/such/page", 404)]
    [InlineData("GET", "no-such-file.css", 404)]
    [InlineData("GET", "favicon.svg", 200)]
    [InlineData("GET", "_content/Portal.Components/portal.css", 200)]
    [InlineData("GET", "health", 200)]
    [InlineData("GET", "health/live", 200)]
    [InlineData("GET", ".well-known/openid-configuration", 200)]
    [InlineData("GET", ".well-known/change-password", 303)]
    [InlineData("GET", "oauth2/keys.json", 200)]
    [InlineData("POST", "oauth2/token", 400)]
    [InlineData("POST", "oauth2/introspect", 400)]
    [InlineData("POST", "oauth2/revoke", 400)]
    [InlineData("POST", "oauth2/registration", 400)]
    [InlineData("GET", "oauth2/userinfo", 401)]
    public async Task Stand_on_every_answer(string method, string address, int status)
    {
        var answer = await Site.Browser().SendAsync(new HttpMethod(method), address);

        Assert.Equal(status, (int)answer.Status);
        AssertHeaders(answer);
        Assert.Matches(
            "^default-src 'none'; script-src ('none'|'nonce-[A-Za-z0-9+/]{22}=='); style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
            "manifest-src 'self'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'$",
            answer["Content-Security-Policy"]);
    }

    [Theory]
    [InlineData("account/", 200)]
    [InlineData("account/sessions", 200)]
    [InlineData("account/sessions/end-others", 200)]
    [InlineData("account/sessions/x", 404)]
    [InlineData("account/nothing", 404)]
    public async Task Stand_on_account_pages(string address, int status)
    {
        var answer = await (await SomebodyAsync()).GetAsync(address);

        Assert.Equal(status, (int)answer.Status);
        AssertHeaders(answer);
        Assert.Contains("no-store", answer["Cache-Control"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://app.example/cb", "https://app.example")]
    [InlineData("http://127.0.0.1:8123/cb", "http://127.0.0.1:8123")]
    [InlineData("example.app:/cb", "example.app:")]
    public async Task The_consent_page_may_send_its_form_to_this_client_and_no_other(string redirectUri, string target)
    {
        var app = await HttpApp.ConfigureAsync(Site, ClientAuthMethod.None, redirectUri);

        var page = await app.ConsentPageAsync(await SomebodyAsync());

        Assert.EndsWith($"form-action 'self' {target}", page["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_script_of_a_page_carries_its_nonce_and_no_two_answers_have_the_same()
    {
        var browser = Site.Browser();
        var (first, second) = (await browser.GetAsync("login"), await browser.GetAsync("login"));

        var nonce = Nonce().Match(first["Content-Security-Policy"]!).Groups["nonce"].Value;
        Assert.NotEmpty(first.Document.Scripts);
        Assert.All(first.Document.Scripts, script => Assert.Equal(nonce, script.GetAttribute("nonce")));
        Assert.DoesNotContain(nonce, second.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("login")]
    [InlineData("register/password")]
    [InlineData("authorize")]
    [InlineData("no/such/page")]
    public async Task Pages_need_nothing_that_the_policy_forbids(string address)
    {
        var document = (await Site.Browser().GetAsync(address)).Document;

        Assert.Empty(document.QuerySelectorAll("[style], style, iframe, object, embed, script:not([src])"));
        Assert.DoesNotContain(document.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("https://auth.example/", "max-age=31536000; includeSubDomains")]
    [InlineData("http://auth.example/", null)]
    public async Task Https_is_demanded_exactly_where_the_public_address_has_it(string publicBase, string? expected)
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Http:PublicBase"] = publicBase });

        foreach (var path in (string[])["login", "no/such/page", "oauth2/keys.json", "favicon.svg"])
        {
            Assert.Equal(expected, (await site.Browser().GetAsync(path))["Strict-Transport-Security"]);
        }
    }

    [Fact]
    public async Task Static_files_are_cached_for_ever_under_the_name_of_their_content_and_the_page_uses_that_name()
    {
        var page = await Site.Browser().GetAsync("login");
        var files = page.Document.QuerySelectorAll("link[rel=stylesheet]").Select(link => link.GetAttribute("href")!)
            .Concat(page.Document.Scripts.Select(script => script.Source!)).ToList();

        Assert.True(files.Count >= 3);
        foreach (var file in files)
        {
            var answer = await Site.Browser().GetAsync(file);

            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Contains("max-age=31536000", answer["Cache-Control"], StringComparison.Ordinal);
            Assert.Contains("immutable", answer["Cache-Control"], StringComparison.Ordinal);
        }
    }

    private static void AssertHeaders(Answer answer)
    {
        Assert.Equal("nosniff", answer["X-Content-Type-Options"]);
        Assert.Equal("no-referrer", answer["Referrer-Policy"]);
        Assert.Equal("same-origin", answer["Cross-Origin-Opener-Policy"]);
        Assert.Equal("DENY", answer["X-Frame-Options"]);
        Assert.Equal("camera=(), geolocation=(), microphone=(), payment=(), usb=()", answer["Permissions-Policy"]);
        Assert.Equal("max-age=31536000; includeSubDomains", answer["Strict-Transport-Security"]);
        Assert.DoesNotContain("Server", answer.HeaderNames, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("X-Powered-By", answer.HeaderNames, StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex("'nonce-(?<nonce>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nonce();
}
