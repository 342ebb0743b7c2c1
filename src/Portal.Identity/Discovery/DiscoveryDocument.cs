using System.Text.Json.Serialization;
using Portal.Identity.Authorizations;
using Portal.Identity.Dpop;
using Portal.Identity.Jose;
using Portal.Identity.Protocol;

namespace Portal.Identity.Discovery;

/// <summary>
/// The metadata that clients and the homeserver read first (OpenID Connect Discovery §3, RFC 8414 §2, MSC4191; contract section 1.1).
/// It states what this version does and nothing else; members are written in the order below.
/// </summary>
public sealed class DiscoveryDocument
{
    private DiscoveryDocument(DiscoverySettings settings)
    {
        string At(string path) => settings.PublicBase.EndsWith('/') ? settings.PublicBase + path : $"{settings.PublicBase}/{path}";

        Issuer = settings.Issuer;
        AuthorizationEndpoint = At("authorize");
        TokenEndpoint = At(EndpointPaths.Token);
        JwksUri = At("oauth2/keys.json");
        RegistrationEndpoint = At("oauth2/registration");
        RevocationEndpoint = At(EndpointPaths.Revocation);
        IntrospectionEndpoint = At(EndpointPaths.Introspection);
        PushedAuthorizationRequestEndpoint = At(EndpointPaths.PushedAuthorization);
        RequirePushedAuthorizationRequests = settings.RequirePushedAuthorizationRequests;
        EndSessionEndpoint = At("end-session");
        DeviceAuthorizationEndpoint = settings.DeviceCodeGrantEnabled ? At(EndpointPaths.DeviceAuthorization) : null;
        GrantTypesSupported = [.. GrantTypes.Implemented.Where(grant => settings.DeviceCodeGrantEnabled || grant is not GrantTypes.DeviceCode)];
        UserinfoEndpoint = At(EndpointPaths.UserInfo);
        AccountManagementUri = At("account/");
        if (settings.HasHomeserver)
        {
            AccountManagementActions = [.. AccountManagementActions, "org.matrix.cross_signing_reset"];
        }

        if (settings.AccountDeactivationAllowed)
        {
            AccountManagementActions = [.. AccountManagementActions, "org.matrix.account_deactivate"];
        }

        TokenEndpointAuthMethods = settings.AuthMethods;
        SigningAlgorithms = settings.SigningAlgorithms;
        ClientIdMetadataDocument = settings.ClientDocumentsEnabled;
        PromptValues = settings.RegistrationEnabled ? ["none", "login", "consent", "select_account", "create"] : ["none", "login", "consent", "select_account"];
    }

    [JsonPropertyName("issuer")]
    public string Issuer { get; }

    [JsonPropertyName("authorization_endpoint")]
    public string AuthorizationEndpoint { get; }

    [JsonPropertyName("token_endpoint")]
    public string TokenEndpoint { get; }

    [JsonPropertyName("jwks_uri")]
    public string JwksUri { get; }

    [JsonPropertyName("registration_endpoint")]
    public string RegistrationEndpoint { get; }

    [JsonPropertyName("scopes_supported")]
    public IReadOnlyList<string> Scopes { get; } = [MatrixScopes.OpenId, MatrixScopes.Email, MatrixScopes.Profile];

    [JsonPropertyName("response_types_supported")]
    public IReadOnlyList<string> ResponseTypes { get; } = ["code"];

    [JsonPropertyName("response_modes_supported")]
    public IReadOnlyList<string> ResponseModesSupported { get; } = ResponseModes.Supported;

    [JsonPropertyName("grant_types_supported")]
    public IReadOnlyList<string> GrantTypesSupported { get; }

    [JsonPropertyName("token_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> TokenEndpointAuthMethods { get; }

    [JsonPropertyName("token_endpoint_auth_signing_alg_values_supported")]
    public IReadOnlyList<string> TokenEndpointAuthSigningAlgorithms { get; } = [.. JwtAlgorithm.Supported.Select(algorithm => algorithm.Name)];

    [JsonPropertyName("revocation_endpoint")]
    public string RevocationEndpoint { get; }

    [JsonPropertyName("revocation_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> RevocationEndpointAuthMethods => TokenEndpointAuthMethods;

    [JsonPropertyName("revocation_endpoint_auth_signing_alg_values_supported")]
    public IReadOnlyList<string> RevocationEndpointAuthSigningAlgorithms => TokenEndpointAuthSigningAlgorithms;

    [JsonPropertyName("introspection_endpoint")]
    public string IntrospectionEndpoint { get; }

    [JsonPropertyName("introspection_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> IntrospectionEndpointAuthMethods => TokenEndpointAuthMethods;

    [JsonPropertyName("introspection_endpoint_auth_signing_alg_values_supported")]
    public IReadOnlyList<string> IntrospectionEndpointAuthSigningAlgorithms => TokenEndpointAuthSigningAlgorithms;

    [JsonPropertyName("code_challenge_methods_supported")]
    public IReadOnlyList<string> CodeChallengeMethods { get; } = [Pkce.Method];

    [JsonPropertyName("userinfo_endpoint")]
    public string UserinfoEndpoint { get; }

    [JsonPropertyName("end_session_endpoint")]
    public string EndSessionEndpoint { get; }

    [JsonPropertyName("backchannel_logout_supported")]
    public bool BackchannelLogout { get; } = true;

    [JsonPropertyName("backchannel_logout_session_supported")]
    public bool BackchannelLogoutSession { get; } = true;

    [JsonPropertyName("subject_types_supported")]
    public IReadOnlyList<string> SubjectTypes { get; } = ["public"];

    [JsonIgnore]
    public IReadOnlyList<string> SigningAlgorithms { get; }

    [JsonPropertyName("id_token_signing_alg_values_supported")]
    public IReadOnlyList<string> IdTokenSigningAlgorithms => SigningAlgorithms;

    [JsonPropertyName("userinfo_signing_alg_values_supported")]
    public IReadOnlyList<string> UserinfoSigningAlgorithms => SigningAlgorithms;

    [JsonPropertyName("display_values_supported")]
    public IReadOnlyList<string> DisplayValues { get; } = ["page"];

    [JsonPropertyName("claim_types_supported")]
    public IReadOnlyList<string> ClaimTypes { get; } = ["normal"];

    [JsonPropertyName("claims_supported")]
    public IReadOnlyList<string> Claims { get; } = ["iss", "sub", "aud", "iat", "exp", "nonce", "auth_time", "acr", "amr", "at_hash", "c_hash", "sid", "username", .. ClaimNames.OfPerson];

    [JsonPropertyName("acr_values_supported")]
    public IReadOnlyList<string> AcrValues { get; } = AuthenticationContext.Supported;

    [JsonPropertyName("claims_parameter_supported")]
    public bool ClaimsParameter { get; } = true;

    [JsonPropertyName("request_parameter_supported")]
    public bool RequestParameter { get; }

    // Absent, this one would mean true (OpenID Connect Discovery §3).
    [JsonPropertyName("request_uri_parameter_supported")]
    public bool RequestUriParameter { get; }

    [JsonPropertyName("pushed_authorization_request_endpoint")]
    public string PushedAuthorizationRequestEndpoint { get; }

    [JsonPropertyName("require_pushed_authorization_requests")]
    public bool RequirePushedAuthorizationRequests { get; }

    [JsonPropertyName("prompt_values_supported")]
    public IReadOnlyList<string> PromptValues { get; }

    [JsonPropertyName("authorization_response_iss_parameter_supported")]
    public bool AuthorizationResponseIssParameter { get; } = true;

    [JsonPropertyName("dpop_signing_alg_values_supported")]
    public IReadOnlyList<string> DpopSigningAlgorithms { get; } = DpopProofVerifier.Algorithms;

    [JsonPropertyName("client_id_metadata_document_supported")]
    public bool ClientIdMetadataDocument { get; }

    [JsonPropertyName("device_authorization_endpoint"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeviceAuthorizationEndpoint { get; }

    [JsonPropertyName("account_management_uri")]
    public string AccountManagementUri { get; }

    [JsonPropertyName("account_management_actions_supported")]
    public IReadOnlyList<string> AccountManagementActions { get; } =
    [
        "org.matrix.profile",
        "org.matrix.devices_list",
        "org.matrix.device_view",
        "org.matrix.device_delete",
        "org.matrix.sessions_list",
        "org.matrix.session_view",
        "org.matrix.session_end",
    ];

    /// <summary>The document for these settings; it serialises with any <see cref="System.Text.Json.JsonSerializerOptions"/>.</summary>
    public static DiscoveryDocument Create(DiscoverySettings settings) => new(settings);
}
