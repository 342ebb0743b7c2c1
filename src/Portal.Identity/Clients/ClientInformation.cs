using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Identity.Clients;

/// <summary>The answer to a registration (RFC 7591 §3.2.1, contract section 3.5): what was stored, absent members left out.</summary>
public sealed class ClientInformation
{
    private readonly Client _client;

    /// <param name="client">As stored.</param>
    /// <param name="secret">In clear, if one was just issued; it is never shown again.</param>
    public ClientInformation(Client client, string? secret)
    {
        _client = client;
        ClientSecret = secret;
    }

    [JsonPropertyName("client_id")]
    public string ClientId => _client.ClientId;

    [JsonPropertyName("client_secret"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientSecret { get; }

    /// <summary>Zero stands for never; required beside a secret (D7).</summary>
    [JsonPropertyName("client_secret_expires_at"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ClientSecretExpiresAt => ClientSecret is null ? null : 0;

    /// <summary>In seconds since 1970.</summary>
    [JsonPropertyName("client_id_issued_at")]
    public long ClientIdIssuedAt => _client.CreatedAt.ToUnixTimeSeconds();

    [JsonPropertyName("redirect_uris")]
    public IReadOnlyList<string> RedirectUris => _client.RedirectUris;

    /// <summary>Those that will work, which may be fewer than were asked for (D7).</summary>
    [JsonPropertyName("grant_types")]
    public IReadOnlyList<string> GrantTypes => [.. _client.GrantTypes.Where(_client.MayUse)];

    [JsonPropertyName("response_types")]
    public IReadOnlyList<string> ResponseTypes => _client.ResponseTypes;

    [JsonPropertyName("application_type"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ApplicationType => _client.ApplicationType;

    [JsonPropertyName("token_endpoint_auth_method")]
    public string TokenEndpointAuthMethod => _client.TokenEndpointAuthMethod;

    [JsonPropertyName("token_endpoint_auth_signing_alg"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TokenEndpointAuthSigningAlg => _client.TokenEndpointAuthSigningAlg;

    [JsonPropertyName("id_token_signed_response_alg"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IdTokenSignedResponseAlg => _client.IdTokenSignedResponseAlg;

    [JsonPropertyName("userinfo_signed_response_alg"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserinfoSignedResponseAlg => _client.UserinfoSignedResponseAlg;

    [JsonPropertyName("client_name"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientName => _client.ClientName;

    [JsonPropertyName("client_uri"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientUri => _client.ClientUri;

    [JsonPropertyName("logo_uri"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LogoUri => _client.LogoUri;

    [JsonPropertyName("tos_uri"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TosUri => _client.TosUri;

    [JsonPropertyName("policy_uri"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PolicyUri => _client.PolicyUri;

    [JsonPropertyName("jwks_uri"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? JwksUri => _client.JwksUri;

    [JsonPropertyName("jwks"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Jwks => _client.Jwks is { } keys ? JsonElement.Parse(keys) : null;

    [JsonPropertyName("post_logout_redirect_uris"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? PostLogoutRedirectUris => _client.PostLogoutRedirectUris;

    [JsonPropertyName("backchannel_logout_uri"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BackchannelLogoutUri => _client.BackchannelLogoutUri;

    [JsonPropertyName("initiate_login_uri"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? InitiateLoginUri => _client.InitiateLoginUri;

    /// <summary>Left out when it is not asked for, which is the default (RFC 9126 §6).</summary>
    [JsonPropertyName("require_pushed_authorization_requests"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RequirePushedAuthorizationRequests => _client.RequirePushedAuthorizationRequests;

    /// <summary>Left out when it is not asked for, which is the default (RFC 9449 §5.2).</summary>
    [JsonPropertyName("dpop_bound_access_tokens"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DpopBoundAccessTokens => _client.DpopBoundAccessTokens;
}
