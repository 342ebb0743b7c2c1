using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Tests.Unit.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Clients register themselves (oauth contract, section 11, lines 8 to 24). The rules are tested without HTTP beside this; here is what goes over the wire.</summary>
public sealed class RegistrationEndpointTests(SharedPortal shared) : PortalTest(shared)
{
    private static int _addresses;

    [Theory]
    [InlineData(null, "{}")]
    [InlineData("text/plain", "{}")]
    [InlineData("application/x-www-form-urlencoded", "client_name=Example")]
    [InlineData("application/jsonx", "{}")]
    [InlineData("application/json", "")]
    [InlineData("application/json", "client_name=Example")]
    [InlineData("application/json", "{\"client_name\":")]
    [InlineData("application/json", "{} {}")]
    [InlineData("application/json", "\u0000")]
    public async Task Line_8_what_is_not_JSON_is_an_invalid_request(string? contentType, string body)
    {
        var answer = await PostAsync(body, contentType);

        AssertRefused(answer, "invalid_request");
    }

    [Theory]
    [InlineData(9, """{ "client_uri": "this is not a uri" }""", "invalid_client_metadata")]
    [InlineData(10, """{ "redirect_uris": ["http://other.example/cb"] }""", "invalid_redirect_uri")]
    [InlineData(11, """{ "response_types": ["id_token"], "grant_types": ["authorization_code"] }""", "invalid_client_metadata")]
    [InlineData(12, """{ "client_uri": "https://github.io/", "redirect_uris": ["https://github.io/cb"] }""", "invalid_client_metadata")]
    [InlineData(15, """{ "client_uri": null }""", "invalid_redirect_uri")] // then no redirect_uri is on its host either
    [InlineData(16, """{ "tos_uri": "http://example.com/tos" }""", "invalid_client_metadata")]
    [InlineData(16, """{ "policy_uri": "http://example.com/policy" }""", "invalid_client_metadata")]
    [InlineData(16, """{ "logo_uri": "http://example.com/logo.png" }""", "invalid_client_metadata")]
    [InlineData(16, """{ "tos_uri": "https://other.example/tos" }""", "invalid_client_metadata")]
    [InlineData(16, """{ "policy_uri": "https://other.example/policy" }""", "invalid_client_metadata")]
    [InlineData(16, """{ "logo_uri": "https://other.example/logo.png" }""", "invalid_client_metadata")]
    [InlineData(17, """{ "redirect_uris": ["com.example.app:/cb"] }""", "invalid_redirect_uri")]
    [InlineData(17, """{ "redirect_uris": ["http://127.0.0.1:1234/cb"] }""", "invalid_redirect_uri")]
    [InlineData(17, """{ "redirect_uris": ["http://[::1]:1234/cb"] }""", "invalid_redirect_uri")]
    [InlineData(19, """{ "application_type": "native", "redirect_uris": ["https://localhost:1234/"] }""", "invalid_redirect_uri")]
    [InlineData(19, """{ "application_type": "native", "redirect_uris": ["http://localhost.com/"] }""", "invalid_redirect_uri")]
    [InlineData(19, """{ "application_type": "native", "redirect_uris": ["http://example.com/"] }""", "invalid_redirect_uri")]
    [InlineData(19, """{ "application_type": "native", "redirect_uris": ["org.example.app:/cb"] }""", "invalid_redirect_uri")]
    [InlineData(20, """{ "grant_types": ["client_credentials"], "response_types": [], "token_endpoint_auth_method": "none" }""", "invalid_client_metadata")]
    [InlineData(21, """{ "grant_types": ["client_credentials", "implicit"], "response_types": [], "token_endpoint_auth_method": "client_secret_basic", "redirect_uris": null }""", "invalid_redirect_uri")]
    [InlineData(21, """{ "grant_types": ["client_credentials", "authorization_code"], "response_types": [], "token_endpoint_auth_method": "client_secret_basic", "redirect_uris": null }""", "invalid_redirect_uri")]
    [InlineData(22, """{ "redirect_uris": ["https://example.com/cb#fragment"] }""", "invalid_redirect_uri")]
    [InlineData(22, """{ "redirect_uris": ["https://example.com/cb#"] }""", "invalid_redirect_uri")]
    [InlineData(23, """{ "jwks": { "keys": [] }, "jwks_uri": "https://example.com/jwks" }""", "invalid_client_metadata")]
    [InlineData(23, """{ "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "RS256" }""", "invalid_client_metadata")]
    [InlineData(24, """{ "token_endpoint_auth_method": "client_secret_jwt" }""", "invalid_client_metadata")]
    [InlineData(24, """{ "token_endpoint_auth_method": "client_secret_jwt", "token_endpoint_auth_signing_alg": "none" }""", "invalid_client_metadata")]
    public async Task Is_refused_as_the_line_says(int line, string changes, string error)
    {
        var answer = await PostAsync(Registration.Body(changes));

        Assert.True(error == Refusal(answer), $"line {line}: {answer.Text}");
        AssertRefused(answer, error);
    }

    [Fact]
    public async Task Line_12_says_which_member_has_no_domain_of_its_own() => Assert.Equal(
        "client_uri is not using a valid domain",
        (await PostAsync(Registration.Body("""{ "client_uri": "https://github.io/" }"""))).Json.GetProperty("error_description").GetString());

    [Theory]
    [InlineData(13, "{}")]
    [InlineData(16, """{ "tos_uri": "https://www.example.com/tos", "policy_uri": "https://www.example.com/policy", "logo_uri": "https://cdn.example.com/logo.png" }""")]
    [InlineData(17, """{ "redirect_uris": ["https://example.com:8443/cb", "https://app.example.com/cb", "https://example.com/cb?with=query"] }""")]
    [InlineData(18, """{ "application_type": "native", "redirect_uris": ["com.example.app:/cb", "http://localhost/cb", "http://localhost:1/cb", "http://127.0.0.1/cb", "http://127.0.0.1:1/cb", "http://[::1]/cb", "http://[::1]:1/cb", "https://example.com/cb"] }""")]
    [InlineData(20, """{ "grant_types": ["client_credentials"], "response_types": [], "token_endpoint_auth_method": "client_secret_basic" }""")]
    [InlineData(21, """{ "grant_types": ["client_credentials"], "response_types": [], "token_endpoint_auth_method": "client_secret_post", "redirect_uris": null }""")]
    public async Task Is_accepted_as_the_line_says(int line, string changes)
    {
        var answer = await PostAsync(Registration.Body(changes));

        Assert.True(answer.Status == HttpStatusCode.Created, $"line {line}: {answer.Text}");
        Assert.Equal("application/json", answer.ContentType?.Split(';')[0]);
        Assert.Equal("no-store", answer["Cache-Control"]);
    }

    [Theory]
    [InlineData(15, "AllowMissingClientUri", """{ "client_uri": null }""")]
    [InlineData(16, "AllowInsecureUris", """{ "tos_uri": "http://example.com/tos", "policy_uri": "http://example.com/policy", "logo_uri": "http://example.com/logo.png" }""")]
    [InlineData(16, "AllowHostMismatch", """{ "tos_uri": "https://other.example/tos", "policy_uri": "https://other.example/policy", "logo_uri": "https://other.example/logo.png" }""")]
    public async Task Is_accepted_where_the_operator_allows_it(int line, string setting, string changes)
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { [$"Portal:Policy:Data:ClientRegistration:{setting}"] = "true" });

        var answer = await HttpApp.RegisterAsync(site, JsonNode.Parse(Registration.Body(changes))!);

        Assert.True(answer.Status == HttpStatusCode.Created, $"line {line}: {answer.Text}");
    }

    [Fact]
    public async Task Line_13_a_public_client_gets_no_secret_and_reads_back_what_was_stored()
    {
        var answer = (await PostAsync(Registration.Body())).Json;

        Assert.Equal(
            ["client_id", "client_id_issued_at", "redirect_uris", "grant_types", "response_types", "application_type", "token_endpoint_auth_method", "client_name", "client_uri"],
            answer.EnumerateObject().Select(member => member.Name));
        Assert.Matches("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", answer.GetProperty("client_id").GetString());
        Assert.Equal(ManualClock.Start.ToUnixTimeSeconds(), answer.GetProperty("client_id_issued_at").GetInt64());
    }

    [Theory]
    [InlineData("client_secret_basic")]
    [InlineData("client_secret_post")]
    [InlineData(null)] // D3: the default of RFC 7591
    public async Task Line_13_a_confidential_client_gets_a_secret_that_does_not_expire(string? method)
    {
        var answer = (await PostAsync(Registration.Body($$"""{ "token_endpoint_auth_method": {{(method is null ? "null" : $"\"{method}\"")}} }"""))).Json;

        Assert.Matches("^[A-Za-z0-9]{20}$", answer.GetProperty("client_secret").GetString());
        Assert.Equal(0, answer.GetProperty("client_secret_expires_at").GetInt64());
        Assert.Equal(method ?? "client_secret_basic", answer.GetProperty("token_endpoint_auth_method").GetString());
    }

    [Fact]
    public async Task Line_14_the_same_public_metadata_is_the_same_client_whatever_its_order()
    {
        var first = await PostAsync(Registration.Body("""{ "client_name": "Twice", "redirect_uris": ["https://example.com/1", "https://example.com/2"] }"""));
        var second = await PostAsync(Registration.Body("""{ "client_name": "Twice", "redirect_uris": ["https://example.com/2", "https://example.com/1"] }"""));
        var other = await PostAsync(Registration.Body("""{ "client_name": "Twice", "redirect_uris": ["https://example.com/1", "https://example.com/2"], "contacts": ["a@example.com"] }"""));

        Assert.Equal(HttpStatusCode.Created, second.Status);
        Assert.Equal(IdOf(first), IdOf(second));
        Assert.NotEqual(IdOf(first), IdOf(other));
    }

    [Fact]
    public async Task Line_14_every_confidential_registration_is_a_client_of_its_own()
    {
        var body = Registration.Body("""{ "token_endpoint_auth_method": "client_secret_basic" }""");

        Assert.NotEqual(IdOf(await PostAsync(body)), IdOf(await PostAsync(body)));
    }

    [Fact]
    public async Task D6_the_same_client_registering_ten_times_at_once_is_one()
    {
        var body = Registration.Body("""{ "client_name": "At once" }""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(body)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.Single(answers.Select(IdOf).Distinct());
    }

    [Theory]
    [InlineData(64 * 1024 + 1)]
    [InlineData(1024 * 1024)]
    public async Task Metadata_of_more_than_64_KiB_are_refused(int length)
    {
        var answer = await PostAsync(Registration.Body($$"""{ "software_id": "{{new string('a', length)}}" }"""));

        AssertRefused(answer, "invalid_request");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("""{ "redirect_uris": "https://example.com/cb" }""")]
    [InlineData("""{ "redirect_uris": [null] }""")]
    [InlineData("""{ "client_name": 7 }""")]
    [InlineData("""{ "client_name#xx-not a tag": "x" }""")]
    [InlineData("""{ "client_name": "a\u0000b" }""")]
    [InlineData("""{ "jwks": "x" }""")]
    public async Task Metadata_of_the_wrong_type_are_refused_and_never_a_fault(string body)
    {
        var answer = await PostAsync(body.StartsWith('{') ? Registration.Body(body) : body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(Refusal(answer), (string[])["invalid_client_metadata", "invalid_redirect_uri"]);
    }

    [Fact]
    public async Task Nested_beyond_reason_is_refused()
    {
        var answer = await PostAsync(string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000));

        AssertRefused(answer, "invalid_request");
    }

    private async Task<Answer> PostAsync(string body, string? contentType = "application/json")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return await Site.Browser($"198.51.100.{Interlocked.Increment(ref _addresses) % 250}").SendAsync(HttpMethod.Post, "oauth2/registration", content);
    }

    private static string? IdOf(Answer answer) => answer.Json.GetProperty("client_id").GetString();

    private static string? Refusal(Answer answer) => answer.Status == HttpStatusCode.BadRequest ? answer.Error : answer.Status.ToString();

    private static void AssertRefused(Answer answer, string error)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/json", answer.ContentType?.Split(';')[0]);
        Assert.Equal("no-store", answer["Cache-Control"]);
        Assert.Equal(error, answer.Error);
        Assert.NotEmpty(answer.Json.GetProperty("error_description").GetString()!);
    }
}
