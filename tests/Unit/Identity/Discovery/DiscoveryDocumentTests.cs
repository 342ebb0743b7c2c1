using System.Text.Json;
using Portal.Identity.Clients;
using Portal.Identity.Discovery;
using Xunit;

namespace Portal.Tests.Unit.Identity.Discovery;

public sealed class DiscoveryDocumentTests
{
    private static readonly DiscoverySettings Settings = new()
    {
        Issuer = "https://AUTH.example",
        PublicBase = "https://auth.example",
        RegistrationEnabled = true,
        SigningAlgorithms = ["RS256", "ES256"],
        AuthMethods = [.. ClientAuthMethod.Supported.Select(method => method.Name)],
    };

    // Changing it changes what every client reads.
    [Fact]
    public void Line_1_the_document_is_the_golden_one() => Assert.Equal(
        """
        {
          "issuer": "https://auth.example/",
          "authorization_endpoint": "https://auth.example/authorize",
          "token_endpoint": "https://auth.example/oauth2/token",
          "jwks_uri": "https://auth.example/oauth2/keys.json",
          "registration_endpoint": "https://auth.example/oauth2/registration",
          "scopes_supported": ["openid","email","profile"],
          "response_types_supported": ["code"],
          "response_modes_supported": ["query","fragment","form_post"],
          "grant_types_supported": ["authorization_code","refresh_token","client_credentials","urn:ietf:params:oauth:grant-type:device_code"],
          "token_endpoint_auth_methods_supported": ["client_secret_basic","client_secret_post","client_secret_jwt","private_key_jwt","none"],
          "token_endpoint_auth_signing_alg_values_supported": ["HS256","HS384","HS512","RS256","RS384","RS512","PS256","PS384","PS512","ES256","ES384","ES256K"],
          "revocation_endpoint": "https://auth.example/oauth2/revoke",
          "revocation_endpoint_auth_methods_supported": ["client_secret_basic","client_secret_post","client_secret_jwt","private_key_jwt","none"],
          "revocation_endpoint_auth_signing_alg_values_supported": ["HS256","HS384","HS512","RS256","RS384","RS512","PS256","PS384","PS512","ES256","ES384","ES256K"],
          "introspection_endpoint": "https://auth.example/oauth2/introspect",
          "introspection_endpoint_auth_methods_supported": ["client_secret_basic","client_secret_post","client_secret_jwt","private_key_jwt","none"],
          "introspection_endpoint_auth_signing_alg_values_supported": ["HS256","HS384","HS512","RS256","RS384","RS512","PS256","PS384","PS512","ES256","ES384","ES256K"],
          "code_challenge_methods_supported": ["S256"],
          "userinfo_endpoint": "https://auth.example/oauth2/userinfo",
          "end_session_endpoint": "https://auth.example/end-session",
          "backchannel_logout_supported": true,
          "backchannel_logout_session_supported": true,
          "subject_types_supported": ["public"],
          "id_token_signing_alg_values_supported": ["RS256","ES256"],
          "userinfo_signing_alg_values_supported": ["RS256","ES256"],
          "display_values_supported": ["page"],
          "claim_types_supported": ["normal"],
          "claims_supported": ["iss","sub","aud","iat","exp","nonce","auth_time","acr","amr","at_hash","c_hash","sid","username","name","preferred_username","email","email_verified"],
          "acr_values_supported": ["urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport","https://refeds.org/profile/mfa"],
          "claims_parameter_supported": true,
          "request_parameter_supported": false,
          "request_uri_parameter_supported": false,
          "pushed_authorization_request_endpoint": "https://auth.example/oauth2/par",
          "require_pushed_authorization_requests": false,
          "prompt_values_supported": ["none","login","consent","select_account","create"],
          "authorization_response_iss_parameter_supported": true,
          "dpop_signing_alg_values_supported": ["RS256","RS384","RS512","PS256","PS384","PS512","ES256","ES384","ES256K"],
          "client_id_metadata_document_supported": true,
          "device_authorization_endpoint": "https://auth.example/oauth2/device",
          "account_management_uri": "https://auth.example/account/",
          "account_management_actions_supported": ["org.matrix.profile","org.matrix.devices_list","org.matrix.device_view","org.matrix.device_delete","org.matrix.sessions_list","org.matrix.session_view","org.matrix.session_end"]
        }
        """,
        string.Join(",\n", Document(Settings).EnumerateObject().Select(member => $"  \"{member.Name}\": {member.Value.GetRawText()}")) is var members ? $"{{\n{members}\n}}" : "");

    [Fact]
    public void Line_2_without_the_device_grant_it_is_not_mentioned()
    {
        var document = Document(Settings with { DeviceCodeGrantEnabled = false });

        Assert.False(document.TryGetProperty("device_authorization_endpoint", out _));
        Assert.Equal("""["authorization_code","refresh_token","client_credentials"]""", document.GetProperty("grant_types_supported").GetRawText());
    }

    [Fact]
    public void Line_3_create_is_a_prompt_only_while_people_may_register() => Assert.Equal(
        """["none","login","consent","select_account"]""", Document(Settings with { RegistrationEnabled = false }).GetProperty("prompt_values_supported").GetRawText());

    [Theory]
    [InlineData("https://h/foo/")]
    [InlineData("https://h/foo")]
    public void Line_4_endpoints_live_below_the_base(string publicBase) => Assert.Equal(
        "https://h/foo/authorize", Document(Settings with { PublicBase = publicBase }).GetProperty("authorization_endpoint").GetString());

    [Fact]
    public void The_issuer_keeps_its_path_as_configured() => Assert.Equal(
        "https://h/foo", Document(Settings with { Issuer = "https://h/foo" }).GetProperty("issuer").GetString());

    [Theory]
    [InlineData("auth.example")]
    [InlineData("https://auth.example/?x")]
    [InlineData("com.example:/")]
    public void An_issuer_that_is_no_web_address_is_a_fault(string issuer) => Assert.Throws<ArgumentException>(() => Settings with { Issuer = issuer });

    private static JsonElement Document(DiscoverySettings settings) => JsonSerializer.SerializeToElement(DiscoveryDocument.Create(settings));
}
