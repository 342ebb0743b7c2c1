using Portal.Identity.Jose;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

/// <summary>How the members of the metadata must fit together (contract section 3.2, steps 4 and 5; RFC 7591 §2).</summary>
internal static class ClientMetadataRules
{
    private static readonly string[] HttpsOnly = ["sector_identifier_uri", "initiate_login_uri"];
    private static readonly string[] OwnSite = ["client_uri", "logo_uri", "policy_uri", "tos_uri", "initiate_login_uri"];

    private static readonly (string Encryption, string Algorithm)[] EncryptionPairs =
    [
        ("id_token_encrypted_response_enc", "id_token_encrypted_response_alg"),
        ("userinfo_encrypted_response_enc", "userinfo_encrypted_response_alg"),
        ("request_object_encryption_enc", "request_object_encryption_alg"),
        ("introspection_encrypted_response_enc", "introspection_encrypted_response_alg"),
    ];

    /// <summary>The first rule that is broken, in the contract's order; <see langword="null"/> if none is.</summary>
    internal static OAuthError? Check(ClientMetadata metadata, IReadOnlyCollection<string> signingAlgorithms, PublicSuffixList suffixes) =>
        CheckRedirectUris(metadata)
        ?? CheckResponseTypes(metadata)
        ?? CheckKeys(metadata)
        ?? CheckSigning(metadata, signingAlgorithms)
        ?? CheckSuffixes(metadata, suffixes);

    private static OAuthError? CheckRedirectUris(ClientMetadata metadata) =>
        metadata.NeedsRedirect && metadata.RedirectUris is null
            ? OAuthError.InvalidRedirectUri("redirect_uris is required with the grant types authorization_code and implicit.")
            : metadata.RedirectUris?.Any(uri => uri.Fragment is not null) == true
                ? OAuthError.InvalidRedirectUri("A redirect URI must not have a fragment.")
                : metadata.PostLogoutRedirectUris?.Any(uri => uri.Fragment is not null) == true || metadata.BackchannelLogoutUri?.Fragment is not null
                    ? OAuthError.InvalidClientMetadata("post_logout_redirect_uris and backchannel_logout_uri must not have a fragment.")
                    : null;

    private static OAuthError? CheckResponseTypes(ClientMetadata metadata) => metadata.ResponseTypes.All(type => Fits(type, metadata.GrantTypes))
        ? null
        : OAuthError.InvalidClientMetadata("response_types must fit grant_types: code needs authorization_code, id_token and token need implicit.");

    private static bool Fits(string responseType, IReadOnlyList<string> grantTypes)
    {
        var words = responseType.Split(' ');
        return (!words.Contains("code", StringComparer.Ordinal) || grantTypes.Contains(GrantTypes.AuthorizationCode, StringComparer.Ordinal))
            && (!words.Any(word => word is "id_token" or "token") || grantTypes.Contains(GrantTypes.Implicit, StringComparer.Ordinal));
    }

    private static OAuthError? CheckKeys(ClientMetadata metadata)
    {
        var (hasKeys, hasKeysUri) = (metadata.Jwks is not null, metadata.JwksUri is not null);
        if (hasKeys && hasKeysUri)
        {
            return OAuthError.InvalidClientMetadata("Give jwks or jwks_uri, not both.");
        }

        if (HttpsOnly.FirstOrDefault(member => metadata.UrlOf(member) is { Scheme: not "https" }) is { } insecure)
        {
            return OAuthError.InvalidClientMetadata($"{insecure} must be an https URL.");
        }

        return metadata.TokenEndpointAuthMethod is ClientAuthMethod.PrivateKeyJwt && !hasKeys && !hasKeysUri
            ? OAuthError.InvalidClientMetadata("private_key_jwt needs jwks or jwks_uri.")
            : null;
    }

    private static OAuthError? CheckSigning(ClientMetadata metadata, IReadOnlyCollection<string> signingAlgorithms)
    {
        var proves = metadata.TokenEndpointAuthMethod is ClientAuthMethod.PrivateKeyJwt or ClientAuthMethod.SecretJwt;
        if (metadata.TokenEndpointAuthSigningAlg is "none" || (proves && metadata.TokenEndpointAuthSigningAlg is null))
        {
            return OAuthError.InvalidClientMetadata("token_endpoint_auth_signing_alg must name an algorithm other than none.");
        }

        // What the method cannot be used with would only fail later, at the token endpoint (D4).
        if (proves && (JwtAlgorithm.Find(metadata.TokenEndpointAuthSigningAlg) is not { } algorithm || algorithm.IsSymmetric != metadata.TokenEndpointAuthMethod is ClientAuthMethod.SecretJwt))
        {
            return OAuthError.InvalidClientMetadata("token_endpoint_auth_signing_alg must be one of token_endpoint_auth_signing_alg_values_supported, and fit the method: HS with a secret, the others with a key.");
        }

        // So would an algorithm without a key of ours; "none" never has a key.
        if (metadata.IdTokenSignedResponseAlg is { } idToken && !signingAlgorithms.Contains(idToken, StringComparer.Ordinal))
        {
            return OAuthError.InvalidClientMetadata("id_token_signed_response_alg must be one of id_token_signing_alg_values_supported.");
        }

        if (metadata.UserinfoSignedResponseAlg is { } userinfo && !signingAlgorithms.Contains(userinfo, StringComparer.Ordinal))
        {
            return OAuthError.InvalidClientMetadata("userinfo_signed_response_alg must be one of userinfo_signing_alg_values_supported.");
        }

        if (EncryptionPairs.FirstOrDefault(pair => metadata.TextOf(pair.Encryption) is not null && metadata.TextOf(pair.Algorithm) is null) is { Encryption: not null } lonely)
        {
            return OAuthError.InvalidClientMetadata($"{lonely.Encryption} needs {lonely.Algorithm}.");
        }

        return ClientAuthMethod.Find(metadata.TokenEndpointAuthMethod) is null
            ? OAuthError.InvalidClientMetadata("token_endpoint_auth_method must be one of token_endpoint_auth_methods_supported.")
            : null;
    }

    private static OAuthError? CheckSuffixes(ClientMetadata metadata, PublicSuffixList suffixes)
    {
        if (OwnSite.FirstOrDefault(member => metadata.VariantsOf(member).Any(url => suffixes.IsPublicSuffix(url.Host))) is { } shared)
        {
            return OAuthError.InvalidClientMetadata($"{shared} is not using a valid domain");
        }

        return metadata.RedirectUris?.Any(uri => suffixes.IsPublicSuffix(uri.Host)) == true
            ? OAuthError.InvalidRedirectUri("redirect_uris is not using a valid domain")
            : null;
    }
}
