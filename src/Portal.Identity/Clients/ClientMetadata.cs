using System.Text.Json.Nodes;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

/// <summary>What a client says of itself when it registers (RFC 7591 §2), with the defaults filled in. Made by <see cref="ClientMetadataReader"/>.</summary>
public sealed class ClientMetadata
{
    /// <param name="members">The members the contract knows, by name, some with a language (<c>client_name#fr</c>): types checked, URLs normalised.</param>
    /// <param name="withoutDeviceCodeGrant">Passes over that grant; what was received, and so the client's digest, stays as it is.</param>
    internal ClientMetadata(SortedDictionary<string, JsonNode> members, bool withoutDeviceCodeGrant = false)
    {
        Members = members;
        RedirectUris = UrlsOf("redirect_uris");
        var grantTypes = TextsOf("grant_types") ?? [Protocol.GrantTypes.AuthorizationCode];
        GrantTypes = [.. grantTypes.Where(grant => !withoutDeviceCodeGrant || grant is not Protocol.GrantTypes.DeviceCode)];
        ResponseTypes = TextsOf("response_types") ?? (NeedsRedirect ? ["code"] : []);
        ApplicationType = TextOf("application_type");
        TokenEndpointAuthMethod = TextOf("token_endpoint_auth_method") ?? ClientAuthMethod.Basic;
        TokenEndpointAuthSigningAlg = TextOf("token_endpoint_auth_signing_alg");
        IdTokenSignedResponseAlg = TextOf("id_token_signed_response_alg");
        UserinfoSignedResponseAlg = TextOf("userinfo_signed_response_alg");
        ClientName = TextOf("client_name");
        ClientUri = UrlOf("client_uri");
        LogoUri = UrlOf("logo_uri");
        PolicyUri = UrlOf("policy_uri");
        TosUri = UrlOf("tos_uri");
        Jwks = members.GetValueOrDefault("jwks")?.ToJsonString();
        JwksUri = UrlOf("jwks_uri");
        InitiateLoginUri = UrlOf("initiate_login_uri");
        PostLogoutRedirectUris = UrlsOf("post_logout_redirect_uris");
        BackchannelLogoutUri = UrlOf("backchannel_logout_uri");
        RequirePushedAuthorizationRequests = members.GetValueOrDefault("require_pushed_authorization_requests")?.GetValue<bool>() == true;
        DpopBoundAccessTokens = members.GetValueOrDefault("dpop_bound_access_tokens")?.GetValue<bool>() == true;
    }

    /// <summary><see langword="null"/> if the member is absent, which the rules tell from an empty list.</summary>
    public IReadOnlyList<Url>? RedirectUris { get; }

    /// <summary>As asked for; a client keeps those of <see cref="GrantTypes.Registrable"/>.</summary>
    public IReadOnlyList<string> GrantTypes { get; }

    /// <summary>Each a set of words with spaces between.</summary>
    public IReadOnlyList<string> ResponseTypes { get; }

    /// <summary><c>web</c>, <c>native</c> or a word unknown to us, which has the rules of <c>web</c>, as has its absence.</summary>
    public string? ApplicationType { get; }

    public bool IsNative => string.Equals(ApplicationType, "native", StringComparison.Ordinal);

    /// <summary><c>client_secret_basic</c> where the client names none (RFC 7591 §2, contract D3).</summary>
    public string TokenEndpointAuthMethod { get; }

    public string? TokenEndpointAuthSigningAlg { get; }

    /// <summary><see langword="null"/> stands for RS256 (OpenID Connect Registration §2).</summary>
    public string? IdTokenSignedResponseAlg { get; }

    /// <summary><see langword="null"/> stands for an unsigned JSON answer.</summary>
    public string? UserinfoSignedResponseAlg { get; }

    public string? ClientName { get; }

    public Url? ClientUri { get; }

    public Url? LogoUri { get; }

    public Url? PolicyUri { get; }

    public Url? TosUri { get; }

    /// <summary>The key set as JSON text.</summary>
    public string? Jwks { get; }

    public Url? JwksUri { get; }

    public Url? InitiateLoginUri { get; }

    /// <summary>Where the browser may go after signing out (RP-Initiated Logout §3.1).</summary>
    public IReadOnlyList<Url>? PostLogoutRedirectUris { get; }

    /// <summary>Where the client learns that a person signed out (Back-Channel Logout §2.2).</summary>
    public Url? BackchannelLogoutUri { get; }

    public bool RequirePushedAuthorizationRequests { get; }

    public bool DpopBoundAccessTokens { get; }

    /// <summary>Whether one of the grants sends the browser back to the client.</summary>
    internal bool NeedsRedirect => GrantTypes.Any(grant => grant is Protocol.GrantTypes.AuthorizationCode or Protocol.GrantTypes.Implicit);

    /// <summary>All that was received and known, before any default: what makes two registrations the same.</summary>
    internal IReadOnlyDictionary<string, JsonNode> Members { get; }

    /// <summary>The member's value in the default and in every other language.</summary>
    internal IEnumerable<Url> VariantsOf(string member) => Members.Keys
        .Where(name => string.Equals(name.Split('#')[0], member, StringComparison.Ordinal))
        .Select(name => UrlOf(name)!);

    internal string? TextOf(string member) => Members.GetValueOrDefault(member)?.GetValue<string>();

    internal Url? UrlOf(string member) => TextOf(member) is { } text ? ParseAgain(text) : null;

    private List<string>? TextsOf(string member) =>
        Members.GetValueOrDefault(member) is JsonArray array ? [.. array.Select(node => node!.GetValue<string>())] : null;

    private List<Url>? UrlsOf(string member) => TextsOf(member) is { } texts ? [.. texts.Select(ParseAgain)] : null;

    private static Url ParseAgain(string href) =>
        Url.TryParse(href, out var url) ? url : throw new InvalidOperationException("A serialised URL must parse.");
}
