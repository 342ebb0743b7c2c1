using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>The documents that clients read first (oauth contract, section 11, lines 1 to 7).</summary>
public sealed class DiscoveryEndpointTests(SharedPortal shared) : PortalTest(shared)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Path = ".well-known/openid-configuration";

    // To change the golden file is to change a contract with every client.
    [Theory]
    [InlineData(Path)]
    [InlineData(".well-known/oauth-authorization-server")]
    public async Task Line_1_the_document_is_the_golden_one(string path)
    {
        var answer = await Site.Browser().GetAsync(path);

        var golden = await File.ReadAllTextAsync(System.IO.Path.Combine(Repository.Root, "tests", "Unit", "Portal", "discovery.golden.json"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json; charset=utf-8", answer.ContentType);
        Assert.Equal(golden, Indented(answer.Json));
    }

    [Fact]
    public async Task Line_1_no_list_of_signing_algorithms_holds_none()
    {
        var document = (await Site.Browser().GetAsync(Path)).Json;

        var lists = document.EnumerateObject().Where(member => member.Name.EndsWith("_signing_alg_values_supported", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lists);
        Assert.All(lists, list => Assert.DoesNotContain("none", list.Value.EnumerateArray().Select(value => value.GetString())));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Line_3_create_is_a_prompt_while_people_may_register(string enabled, bool expected)
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:PasswordRegistrationEnabled"] = enabled });

        var prompts = (await site.Browser().GetAsync(Path)).Json.GetProperty("prompt_values_supported").EnumerateArray().Select(prompt => prompt.GetString());

        Assert.Equal(expected, prompts.Contains("create"));
    }

    [Theory]
    [InlineData("https://h/foo/")]
    [InlineData("https://h/foo")]
    public async Task Line_4_endpoints_lie_below_the_public_address(string publicBase)
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Http:PublicBase"] = publicBase });

        Assert.Equal("https://h/foo/authorize", (await site.Browser().GetAsync("/foo/" + Path)).Json.GetProperty("authorization_endpoint").GetString());
    }

    [Fact]
    public async Task The_issuer_is_emitted_as_configured_even_without_a_slash_at_its_end()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Http:Issuer"] = "https://issuer.example/tenant" });

        Assert.Equal("https://issuer.example/tenant", (await site.Browser().GetAsync(Path)).Json.GetProperty("issuer").GetString());
    }

    [Theory]
    [InlineData("GET", ".well-known/openid-configuration")]
    [InlineData("GET", ".well-known/oauth-authorization-server")]
    [InlineData("GET", ".well-known/webfinger?resource=x")]
    [InlineData("GET", "oauth2/keys.json")]
    [InlineData("GET", "oauth2/userinfo")]
    [InlineData("POST", "oauth2/userinfo")]
    [InlineData("POST", "oauth2/token")]
    [InlineData("POST", "oauth2/introspect")]
    [InlineData("POST", "oauth2/revoke")]
    [InlineData("POST", "oauth2/registration")]
    [InlineData("POST", "oauth2/device")]
    public async Task Line_5_any_origin_may_read_what_clients_call_errors_included(string method, string path)
    {
        var browser = Site.Browser();
        browser.Headers["Origin"] = "https://app.example";

        var answer = await browser.SendAsync(new HttpMethod(method), path);

        Assert.Equal("*", answer["Access-Control-Allow-Origin"]);
        Assert.Null(answer["Access-Control-Allow-Credentials"]);
    }

    [Theory]
    [InlineData("GET", "authorize")]
    [InlineData("GET", "login")]
    [InlineData("POST", "login")]
    [InlineData("GET", "register/password")]
    [InlineData("GET", "consent/01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("GET", "link")]
    [InlineData("POST", "link")]
    [InlineData("GET", "device/01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("GET", "account/")]
    [InlineData("GET", "no/such/page")]
    [InlineData("GET", "health")]
    public async Task Line_5_no_other_origin_may_read_pages_and_none_may_frame_them(string method, string path)
    {
        var browser = Site.Browser();
        browser.Headers["Origin"] = "https://app.example";

        var answer = await browser.SendAsync(new HttpMethod(method), path);

        Assert.DoesNotContain(answer.HeaderNames, header => header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("DENY", answer["X-Frame-Options"]);
    }

    [Theory]
    [InlineData("oauth2/token", "authorization,content-type,x-requested-with,traceparent", true)]
    [InlineData("oauth2/token", "dpop", true)]
    [InlineData("oauth2/token", "x-other", false)]
    [InlineData(".well-known/openid-configuration", "accept-language", true)]
    [InlineData(".well-known/openid-configuration", "x-requested-with", false)]
    public async Task Line_5_a_preflight_allows_the_headers_of_the_contract_for_an_hour(string path, string headers, bool allowed)
    {
        var browser = Site.Browser();
        browser.Headers["Origin"] = "https://app.example";
        browser.Headers["Access-Control-Request-Method"] = path.StartsWith('.') ? "GET" : "POST";
        browser.Headers["Access-Control-Request-Headers"] = headers;

        var answer = await browser.SendAsync(HttpMethod.Options, path);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        if (allowed)
        {
            Assert.Equal("*", answer["Access-Control-Allow-Origin"]);
            Assert.Equal("3600", answer["Access-Control-Max-Age"]);
            Assert.Superset(headers.Split(',').ToHashSet(StringComparer.OrdinalIgnoreCase), (answer["Access-Control-Allow-Headers"] ?? "").Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase));
        }
        else
        {
            Assert.DoesNotContain(headers, answer["Access-Control-Allow-Headers"] ?? "", StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Line_5_a_preflight_of_a_page_allows_nothing()
    {
        var browser = Site.Browser();
        browser.Headers["Origin"] = "https://app.example";
        browser.Headers["Access-Control-Request-Method"] = "POST";

        var answer = await browser.SendAsync(HttpMethod.Options, "login");

        Assert.DoesNotContain(answer.HeaderNames, header => header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Line_6_webfinger_links_to_the_issuer_when_asked_for_it()
    {
        var without = await Site.Browser().GetAsync(".well-known/webfinger?resource=acct:alice@example.org");
        var with = await Site.Browser().GetAsync(".well-known/webfinger?resource=acct:alice@example.org&rel=http://openid.net/specs/connect/1.0/issuer");

        Assert.Equal("application/jrd+json", without.ContentType?.Split(';')[0]);
        Assert.Equal("""{"subject":"acct:alice@example.org","links":[]}""", without.Text);
        Assert.Equal("""{"subject":"acct:alice@example.org","links":[{"rel":"http://openid.net/specs/connect/1.0/issuer","href":"https://auth.example/"}]}""", with.Text);
    }

    [Fact]
    public async Task Line_6_webfinger_needs_a_resource() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await Site.Browser().GetAsync(".well-known/webfinger")).Status);

    [Fact]
    public async Task Line_7_keys_are_public_and_named_by_their_thumbprints()
    {
        var keys = (await Site.Browser().GetAsync("oauth2/keys.json")).Json.GetProperty("keys").EnumerateArray().ToList();

        Assert.NotEmpty(keys);
        Assert.All(keys, key =>
        {
            string[] members = key.GetProperty("kty").GetString() == "RSA" ? ["e", "kty", "n"] : ["crv", "kty", "x", "y"];
            Assert.Equal([.. members, "kid", "use"], key.EnumerateObject().Select(member => member.Name).OrderBy(name => name is "kid" or "use").ThenBy(name => name, StringComparer.Ordinal));
            Assert.Equal("sig", key.GetProperty("use").GetString());
            Assert.Equal(Thumbprint(key, members), key.GetProperty("kid").GetString());
        });
    }

    // RFC 7638 §3.
    private static string Thumbprint(JsonElement key, string[] members)
    {
        var canonical = $"{{{string.Join(',', members.Select(member => $"\"{member}\":\"{key.GetProperty(member).GetString()}\""))}}}";
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static string Indented(JsonElement json) => JsonSerializer.Serialize(json, Readable) + "\n";
}
