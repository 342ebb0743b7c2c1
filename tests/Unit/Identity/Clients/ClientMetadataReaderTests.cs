using System.Text;
using Portal.Identity.Clients;
using Xunit;

namespace Portal.Tests.Unit.Identity.Clients;

public sealed class ClientMetadataReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("client_name=Example")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"client_name\":\"a\",\"client_name\":\"b\"}")]
    [InlineData("{\"client_name\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"x\":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}")]
    public void Line_8_a_body_that_is_no_JSON_is_an_invalid_request(string body) =>
        Assert.Equal("invalid_request", Registration.Read(body).Error?.Code);

    [Fact]
    public void Line_8_a_body_that_is_no_UTF_8_is_an_invalid_request() =>
        Assert.Equal("invalid_request", Registration.Read([.. "{\"client_name\":\""u8, 0xFF, .. "\"}"u8]).Error?.Code);

    [Fact]
    public void A_body_longer_than_the_limit_is_an_invalid_request() =>
        Assert.Equal("invalid_request", Registration.Read($"{{\"x\":\"{new string('x', ClientMetadataReader.MaximumLength)}\"}}").Error?.Code);

    [Theory]
    [InlineData("9", """{ "client_uri": "this is not a uri" }""")]
    [InlineData("9", """{ "client_uri": "" }""")]
    [InlineData("9", """{ "client_uri": "/relative" }""")]
    [InlineData("9", """{ "client_uri": 5 }""")]
    [InlineData("9", """{ "redirect_uris": "https://example.com/cb" }""")]
    [InlineData("9", """{ "redirect_uris": ["https://example.com/cb", null] }""")]
    [InlineData("9", """{ "grant_types": [1] }""")]
    [InlineData("9", """{ "default_max_age": -1 }""")]
    [InlineData("9", """{ "require_auth_time": "yes" }""")]
    [InlineData("9", """{ "jwks": { "keys": [{}] } }""")]
    [InlineData("9", """{ "jwks": { "keys": [{ "kty": "RSA", "x": "\u0000" }] } }""")]
    [InlineData("3.1", """{ "client_name#fr": "Exemple", "client_name": null }""")]
    [InlineData("3.1", """{ "client_name#not_a_tag": "Exemple" }""")]
    [InlineData("3.1", """{ "unknown#": "Exemple" }""")]
    [InlineData("3.1", """{ "client_name#fr": "Exemple", "client_name#FR": "Exemple" }""")]
    [InlineData("11", """{ "response_types": ["id_token"], "grant_types": ["authorization_code"] }""")]
    [InlineData("11", """{ "response_types": ["code id_token"], "grant_types": ["authorization_code"] }""")]
    [InlineData("11", """{ "response_types": ["code"], "grant_types": ["implicit"] }""")]
    [InlineData("3.2", """{ "initiate_login_uri": "http://example.com/" }""")]
    [InlineData("3.2", """{ "sector_identifier_uri": "http://example.com/" }""")]
    [InlineData("3.2", """{ "id_token_encrypted_response_enc": "A128GCM" }""")]
    [InlineData("3.2", """{ "introspection_encrypted_response_enc": "A128GCM" }""")]
    [InlineData("23", """{ "jwks": { "keys": [] }, "jwks_uri": "https://example.com/jwks" }""")]
    [InlineData("23", """{ "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "RS256" }""")]
    [InlineData("24", """{ "token_endpoint_auth_method": "client_secret_jwt" }""")]
    [InlineData("24", """{ "token_endpoint_auth_method": "client_secret_jwt", "token_endpoint_auth_signing_alg": "none" }""")]
    [InlineData("24", """{ "token_endpoint_auth_signing_alg": "none" }""")]
    [InlineData("D4", """{ "id_token_signed_response_alg": "ES384" }""")]
    [InlineData("D4", """{ "id_token_signed_response_alg": "none" }""")]
    [InlineData("D4", """{ "userinfo_signed_response_alg": "HS256" }""")]
    [InlineData("D4", """{ "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "HS256", "jwks": { "keys": [] } }""")]
    [InlineData("D4", """{ "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES512", "jwks": { "keys": [] } }""")]
    [InlineData("D4", """{ "token_endpoint_auth_method": "client_secret_jwt", "token_endpoint_auth_signing_alg": "RS256" }""")]
    [InlineData("unknown", """{ "token_endpoint_auth_method": "tls_client_auth" }""")]
    public void Metadata_that_breaks_a_rule_is_refused(string line, string changes)
    {
        var error = Registration.Read(Registration.Body(changes)).Error;

        Assert.True(error is { Code: "invalid_client_metadata", Status: 400, Description.Length: > 0 }, $"line {line}: {error}");
    }

    [Theory]
    [InlineData("4.4", """{ "redirect_uris": null }""")]
    [InlineData("4.4", """{ "redirect_uris": null, "grant_types": null }""")]
    [InlineData("21", """{ "redirect_uris": null, "response_types": null, "grant_types": ["client_credentials", "implicit"], "token_endpoint_auth_method": "client_secret_basic" }""")]
    [InlineData("21", """{ "redirect_uris": null, "grant_types": ["client_credentials", "authorization_code"], "token_endpoint_auth_method": "client_secret_basic" }""")]
    [InlineData("22", """{ "redirect_uris": ["https://example.com/cb#here"] }""")]
    [InlineData("22", """{ "redirect_uris": ["https://example.com/cb#"] }""")]
    [InlineData("12", """{ "redirect_uris": ["https://github.io/cb"] }""")]
    public void Redirect_URIs_that_break_a_rule_are_refused_by_their_own_code(string line, string changes)
    {
        var error = Registration.Read(Registration.Body(changes)).Error;

        Assert.True(error is { Code: "invalid_redirect_uri" }, $"line {line}: {error}");
    }

    [Theory]
    [InlineData("client_uri", """{ "client_uri": "https://github.io/" }""")]
    [InlineData("client_uri", """{ "client_uri": "https://GitHub.io./" }""")]
    [InlineData("client_uri", """{ "client_uri": "https://com/" }""")]
    [InlineData("client_uri", """{ "client_uri": "https://github.io/", "logo_uri": "https://co.uk/" }""")]
    [InlineData("logo_uri", """{ "logo_uri": "https://co.uk/x.png" }""")]
    [InlineData("policy_uri", """{ "policy_uri": "https://example.com/", "policy_uri#de": "https://github.io/" }""")]
    [InlineData("tos_uri", """{ "tos_uri": "https://anything.ck/" }""")]
    [InlineData("initiate_login_uri", """{ "initiate_login_uri": "https://github.io/" }""")]
    public void Line_12_a_public_suffix_is_nobodys_site(string member, string changes)
    {
        var error = Registration.Read(Registration.Body(changes)).Error;

        Assert.Equal(("invalid_client_metadata", $"{member} is not using a valid domain"), (error?.Code, error?.Description));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "unknown": { "a": [1] }, "software_id": null }""")]
    [InlineData("""{ "redirect_uris#fr": "not even a list" }""")]
    [InlineData("""{ "grant_types": [], "response_types": [], "redirect_uris": null }""")]
    [InlineData("""{ "response_types": ["none"], "grant_types": [], "redirect_uris": null }""")]
    [InlineData("""{ "response_types": ["code id_token"], "grant_types": ["implicit", "authorization_code"] }""")]
    [InlineData("""{ "redirect_uris": ["http://localhost/cb", "http://intranet/cb", "com.example:/cb"] }""")]
    [InlineData("""{ "client_name#fr": "Exemple", "client_name#zh-Hant-TW": "範例", "contacts": ["a@example.com"], "default_max_age": 0 }""")]
    [InlineData("""{ "id_token_signed_response_alg": "ES256", "userinfo_signed_response_alg": "RS256" }""")]
    public void Metadata_that_keeps_the_rules_is_read(string changes) =>
        Assert.Null(Registration.Read(Registration.Body(changes)).Error);

    [Fact]
    public void What_is_absent_has_the_defaults_of_the_specification()
    {
        var metadata = Registration.Metadata("""{ "grant_types": null, "response_types": null, "token_endpoint_auth_method": null, "application_type": null }""");

        Assert.Equal(["authorization_code"], metadata.GrantTypes);
        Assert.Equal(["code"], metadata.ResponseTypes);
        Assert.Equal("client_secret_basic", metadata.TokenEndpointAuthMethod);
        Assert.False(metadata.IsNative);
    }

    [Fact]
    public void Without_a_redirecting_grant_the_default_response_types_are_none() =>
        Assert.Empty(Registration.Metadata("""{ "grant_types": ["client_credentials"], "response_types": null }""").ResponseTypes);

    [Fact]
    public void Every_string_that_a_person_could_send_ends_in_an_answer()
    {
        foreach (var hostile in (string[])["\"\\u0000\"", "\"\\u202e\"", "1e999", "-0", "{}", "[]", "[[]]", "true", "\"\""])
        {
            foreach (var member in (string[])["client_name", "client_uri", "redirect_uris", "grant_types", "jwks", "default_max_age", "require_auth_time"])
            {
                var result = Registration.Read(Encoding.UTF8.GetBytes($"{{\"{member}\":{hostile}}}"));

                Assert.True(result.Succeeded || result.Error.Code is "invalid_client_metadata" or "invalid_redirect_uri", $"{member}: {hostile}");
            }
        }
    }
}
