using Portal.Identity.Clients;
using Xunit;

namespace Portal.Tests.Unit.Identity.Clients;

public sealed class ClientRegistrationPolicyTests
{
    [Theory]
    [InlineData("10", "http://other.example/cb", false)]
    [InlineData("17", "https://example.com:8443/cb", true)]
    [InlineData("17", "https://app.example.com/cb", true)]
    [InlineData("17", "https://example.com/cb?client=web&x=%20", true)]
    [InlineData("17", "com.example.app:/cb", false)]
    [InlineData("17", "http://127.0.0.1:1234/cb", false)]
    [InlineData("17", "http://[::1]:1234/cb", false)]
    [InlineData("3.3", "https://notexample.com/cb", false)]
    [InlineData("3.3", "https://example.com.evil.test/cb", false)]
    [InlineData("3.3", "https://user@example.com/cb", false)]
    [InlineData("3.3", "https://example.com/c%62", false)]
    [InlineData("3.3", "https://example.com./cb", false)]
    [InlineData("3.3", "https://[::2]/cb", false)]
    [InlineData("3.3", "https://under_score.example.com/cb", false)]
    public void A_web_client_redirects_to_its_own_site_only(string line, string uri, bool allowed) =>
        AssertRedirect(line, "web", uri, allowed);

    [Theory]
    [InlineData("18", "com.example.app:/cb", true)]
    [InlineData("18", "http://localhost/cb", true)]
    [InlineData("18", "http://localhost:1234/cb", true)]
    [InlineData("18", "http://127.0.0.1/cb", true)]
    [InlineData("18", "http://127.0.0.1:1234/cb", true)]
    [InlineData("18", "http://[::1]/cb", true)]
    [InlineData("18", "http://[::1]:1234/cb", true)]
    [InlineData("18", "https://example.com/cb", true)]
    [InlineData("19", "https://localhost:1234/", false)]
    [InlineData("19", "http://localhost.com/", false)]
    [InlineData("19", "http://example.com/", false)]
    [InlineData("19", "org.example.app:/cb", false)]
    [InlineData("3.3", "com.example:/", true)]
    [InlineData("3.3", "com.example.app:///cb", true)]
    [InlineData("3.3", "com.example.app://cb", false)]
    [InlineData("3.3", "com.exampleapp:/cb", false)]
    [InlineData("3.3", "com:/cb", false)]
    [InlineData("3.3", "http://user@localhost/cb", false)]
    [InlineData("3.3", "http://127.0.0.2/cb", false)]
    [InlineData("D20", "com.example:callback", true)]
    [InlineData("D20", "com.example:call%62ack", false)]
    public void A_native_client_also_redirects_to_its_machine_and_its_scheme(string line, string uri, bool allowed) =>
        AssertRedirect(line, "native", uri, allowed);

    [Fact]
    public void Line_18_all_native_redirect_URIs_may_come_in_one_request() => Assert.Null(Registration.Judge("""
        {
          "application_type": "native",
          "redirect_uris": [
            "com.example.app:/cb", "http://localhost/cb", "http://localhost:1/cb", "http://127.0.0.1/cb", "http://127.0.0.1:1/cb",
            "http://[::1]/cb", "http://[::1]:1/cb", "https://example.com/cb"
          ]
        }
        """));

    [Fact]
    public void Line_15_client_uri_is_required_unless_the_operator_says_otherwise()
    {
        const string Missing = """{ "client_uri": null }""";

        Assert.StartsWith("missing client_uri", Registration.Judge(Missing)?.Description, StringComparison.Ordinal);
        Assert.Null(Registration.Judge(Missing, new() { AllowMissingClientUri = true }));
    }

    [Fact]
    public void D5_where_client_uri_may_be_missing_one_that_is_there_is_still_compared() => Assert.Equal(
        "invalid_redirect_uri",
        Registration.Judge("""{ "redirect_uris": ["https://other.example/cb"] }""", new() { AllowMissingClientUri = true })?.Code);

    [Theory]
    [InlineData("tos_uri")]
    [InlineData("policy_uri")]
    [InlineData("logo_uri")]
    public void Line_16_pages_are_secure_and_on_the_clients_site(string member)
    {
        ClientRegistrationOptions insecure = new() { AllowInsecureUris = true }, anywhere = new() { AllowHostMismatch = true };
        var http = $$"""{ "{{member}}": "http://example.com/x" }""";
        var foreign = $$"""{ "{{member}}": "https://other.example/x" }""";

        Assert.Equal(("invalid_client_metadata", $"invalid {member}"), Answer(http));
        Assert.Equal((null, null), Answer(http, insecure));
        Assert.Equal(("invalid_client_metadata", $"{member} not on the same host as the client_uri"), Answer(foreign));
        Assert.Equal((null, null), Answer(foreign, anywhere));
        Assert.Equal((null, null), Answer($$"""{ "{{member}}": "https://www.example.com/x" }"""));
    }

    [Theory]
    [InlineData("https://localhost/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://[::1]/")]
    [InlineData("http://example.com/")]
    [InlineData("https://me:secret@example.com/")]
    [InlineData("https://example.com/#fragment")]
    [InlineData("com.example:/")]
    public void A_client_uri_that_is_not_secure_is_refused(string uri) =>
        Assert.StartsWith("invalid client_uri", Answer($$"""{ "client_uri": "{{uri}}" }""").Description, StringComparison.Ordinal);

    [Fact]
    public void Line_20_client_credentials_need_a_credential()
    {
        const string Service = """{ "grant_types": ["client_credentials"], "response_types": null, "token_endpoint_auth_method": "METHOD" }""";

        Assert.Equal(
            ("invalid_client_metadata", "client_credentials grant_type requires some form of client authentication"),
            Answer(Service.Replace("METHOD", "none", StringComparison.Ordinal)));
        Assert.Equal((null, null), Answer(Service.Replace("METHOD", "client_secret_basic", StringComparison.Ordinal)));
    }

    [Fact]
    public void Line_21_a_service_needs_no_redirect_URI() => Assert.Equal((null, null), Answer(
        """{ "grant_types": ["client_credentials"], "response_types": null, "redirect_uris": null, "token_endpoint_auth_method": "client_secret_post" }"""));

    [Fact]
    public void An_empty_list_of_redirect_URIs_is_refused() => Assert.Equal(
        ("invalid_redirect_uri", "invalid redirect_uris: it must have at least one redirect_uri"), Answer("""{ "redirect_uris": [] }"""));

    [Fact]
    public void All_violations_are_told_at_once() => Assert.Equal(
        ("invalid_redirect_uri", "invalid client_uri; invalid tos_uri; tos_uri not on the same host as the client_uri; invalid redirect_uri"),
        Answer("""{ "client_uri": "http://example.com/", "tos_uri": "http://other.example/", "redirect_uris": ["http://other.example/", "http://third.example/"] }"""));

    private static (string? Code, string? Description) Answer(string changes, ClientRegistrationOptions? options = null)
    {
        var error = Registration.Judge(changes, options);
        return (error?.Code, error?.Description);
    }

    private static void AssertRedirect(string line, string applicationType, string uri, bool allowed)
    {
        var error = Registration.Judge($$"""{ "application_type": "{{applicationType}}", "redirect_uris": ["{{uri}}"] }""");

        Assert.True(allowed ? error is null : error is { Code: "invalid_redirect_uri", Description: "invalid redirect_uri" }, $"line {line}, {uri}: {error}");
    }
}
