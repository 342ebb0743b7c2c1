using System.Text.Json;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Clients;

public sealed class ClientTests
{
    [Theory]
    [InlineData("""{ "redirect_uris": ["https://example.com/a", "https://EXAMPLE.com:443/b"] }""", """{ "redirect_uris": ["https://example.com/b", "https://example.com/a"] }""")]
    [InlineData("""{ "grant_types": ["authorization_code", "refresh_token"] }""", """{ "grant_types": ["refresh_token", "authorization_code"] }""")]
    [InlineData("""{ "client_name#fr": "a", "client_name#de": "b" }""", """{ "client_name#de": "b", "client_name#FR": "a" }""")]
    [InlineData("""{ "client_uri": "https://example.com" }""", """{ "client_uri": "HTTPS://example.com/" }""")]
    [InlineData("""{ "jwks": { "keys": [{ "kty": "EC", "kid": "1" }] } }""", """{ "jwks": { "keys": [{ "kid": "1", "kty": "EC" }] } }""")]
    [InlineData("""{ "unknown": 1, "software_id": null }""", "{}")]
    public void Line_14_the_same_metadata_has_the_same_digest(string first, string second) =>
        Assert.Equal(MetadataDigest.Of(Registration.Metadata(first)), MetadataDigest.Of(Registration.Metadata(second)));

    [Theory]
    [InlineData("""{ "contacts": ["a@example.com"] }""")]
    [InlineData("""{ "client_name": "Example " }""")]
    [InlineData("""{ "client_name#fr": "Example" }""")]
    [InlineData("""{ "redirect_uris": ["https://example.com/cb", "https://example.com/cb2"] }""")]
    [InlineData("""{ "grant_types": ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"] }""")]
    [InlineData("""{ "response_types": null }""")]
    public void Line_14_any_other_known_member_makes_another_digest(string changes) =>
        Assert.NotEqual(MetadataDigest.Of(Registration.Metadata()), MetadataDigest.Of(Registration.Metadata(changes)));

    [Fact]
    public void A_digest_is_SHA_256_in_lower_case_hexadecimal() =>
        Assert.Matches("^[0-9a-f]{64}$", MetadataDigest.Of(Registration.Metadata()));

    [Fact]
    public void Values_cannot_pass_for_structure_in_the_digest() => Assert.NotEqual(
        MetadataDigest.Of(Registration.Metadata("""{ "contacts": ["a\",\"b"] }""")),
        MetadataDigest.Of(Registration.Metadata("""{ "contacts": ["a", "b"] }""")));

    [Fact]
    public void Keeps_the_grants_that_any_version_answers_and_echoes_those_of_this_one()
    {
        var client = Registration.Register("""{ "grant_types": ["implicit", "client_credentials", "refresh_token", "made_up"], "response_types": [] }""");

        Assert.Equal(["refresh_token", "client_credentials"], client.GrantTypes);
        Assert.Equal(["refresh_token"], new ClientInformation(client, null).GrantTypes);
        Assert.False(client.MayUse(GrantTypes.ClientCredentials));
        Assert.False(client.MayUse(GrantTypes.AuthorizationCode));
    }

    [Fact]
    public void While_the_device_grant_is_disabled_it_is_dropped_and_the_digest_stays()
    {
        var body = System.Text.Encoding.UTF8.GetBytes(Registration.Body($$"""{ "grant_types": ["authorization_code", "{{GrantTypes.DeviceCode}}"] }"""));
        var (with, without) = (
            new ClientMetadataReader(["RS256"], PublicSuffixList.Default).Read(body).Value!,
            new ClientMetadataReader(["RS256"], PublicSuffixList.Default) { DropsDeviceCodeGrant = true }.Read(body).Value!);

        Assert.Equal(["authorization_code"], without.GrantTypes);
        Assert.Equal(MetadataDigest.Of(with), MetadataDigest.Of(without));
    }

    [Fact]
    public void What_the_configuration_names_is_nothing_that_it_was_before()
    {
        var client = Registration.Register("""
            {
              "logo_uri": "https://example.com/logo", "policy_uri": "https://example.com/policy", "tos_uri": "https://example.com/tos",
              "initiate_login_uri": "https://example.com/login", "jwks": { "keys": [{ "kty": "EC", "kid": "1" }] },
              "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES256",
              "id_token_signed_response_alg": "ES256", "userinfo_signed_response_alg": "ES256",
              "post_logout_redirect_uris": ["https://example.com/bye"], "backchannel_logout_uri": "https://example.com/logout",
              "require_pushed_authorization_requests": true, "dpop_bound_access_tokens": true
            }
            """);
        client.ShowLogo("fingerprint");
        client.PostponeLogo(Registration.Now);
        var settings = new ConfiguredClient(ClientAuthMethod.None, ["https://example.com/mine"], "Mine");
        var configured = Client.Configure(client.Id, settings, null, client.CreatedAt);

        client.Reconfigure(settings, null);

        Assert.Equivalent(configured, client, strict: true);
    }

    [Fact]
    public void An_address_that_was_an_id_is_one_no_longer_when_the_configuration_names_the_client()
    {
        Assert.True(Url.TryParse("https://example.com/client", out var address));
        var client = Client.Discover(address, Registration.Now);
        client.PostponeRefresh(Registration.Now);

        client.Reconfigure(new ConfiguredClient(ClientAuthMethod.None, []), null);

        Assert.Equal((null, null, null), (client.IdUrl, client.DocumentFetchedAt, client.DocumentFreshUntil));
    }

    [Fact]
    public void Line_13_a_public_client_is_echoed_without_a_secret()
    {
        var client = Registration.Register("""{ "client_uri": "https://EXAMPLE.com" }""");

        var echo = JsonSerializer.SerializeToElement(new ClientInformation(client, secret: null));

        Assert.Equal(
            ["client_id", "client_id_issued_at", "redirect_uris", "grant_types", "response_types", "application_type", "token_endpoint_auth_method", "client_name", "client_uri"],
            echo.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Ulid.Encode(client.Id), echo.GetProperty("client_id").GetString());
        Assert.Equal(Registration.Now.ToUnixTimeSeconds(), echo.GetProperty("client_id_issued_at").GetInt64());
        Assert.Equal("https://example.com/", echo.GetProperty("client_uri").GetString());
    }

    [Fact]
    public void Line_13_a_secret_is_echoed_with_its_expiry_which_is_never()
    {
        var echo = JsonSerializer.SerializeToElement(new ClientInformation(Registration.Register(), "secret"));

        Assert.Equal("secret", echo.GetProperty("client_secret").GetString());
        Assert.Equal(0, echo.GetProperty("client_secret_expires_at").GetInt64());
    }

    [Theory]
    [InlineData("none", false)]
    [InlineData("client_secret_basic", true)]
    [InlineData("client_secret_post", true)]
    [InlineData("client_secret_jwt", true)]
    [InlineData("private_key_jwt", false)]
    public void Line_13_secret_methods_need_a_secret(string method, bool needsSecret) =>
        Assert.Equal(needsSecret, ClientAuthMethod.Find(method)?.NeedsSecret);
}
