namespace Portal.Identity.Protocol;

/// <summary>A refusal as the protocols spell it: a code from a specification and a sentence for the client's developer.</summary>
/// <param name="Code">The <c>error</c> member (RFC 6749 §5.2, RFC 7591 §3.2.2, RFC 7009 §2.2.1).</param>
/// <param name="Description">The <c>error_description</c> member: English, what is wrong and what would be right, free of the client's own input.</param>
/// <param name="Status">The HTTP status that the contract gives this refusal.</param>
public sealed record OAuthError(string Code, string Description, int Status = 400)
{
    /// <summary>With status 429: when the same request may succeed.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Too many requests of this kind lately (oauth contract, D26).</summary>
    public static OAuthError TooManyRequests(TimeSpan retryAfter) =>
        new("temporarily_unavailable", "Too many requests. Wait as long as Retry-After says.", 429) { RetryAfter = retryAfter };

    /// <summary>The request lacks a parameter, repeats one, or has one of the wrong form.</summary>
    public static OAuthError InvalidRequest(string description) => new("invalid_request", description);

    /// <summary>The client is unknown or did not prove who it is (RFC 6749 §5.2).</summary>
    public static OAuthError InvalidClient(string description) => new("invalid_client", description, 401);

    /// <summary>The code or refresh token is unknown, used, expired, or somebody else's.</summary>
    public static OAuthError InvalidGrant(string description) => new("invalid_grant", description);

    /// <summary>The client is known, but not for this.</summary>
    public static OAuthError UnauthorizedClient(string description, int status = 401) => new("unauthorized_client", description, status);

    /// <summary>The <c>grant_type</c> is none that the token endpoint knows.</summary>
    public static OAuthError UnsupportedGrantType(string description) => new("unsupported_grant_type", description);

    /// <summary>The scope has a form or content that is not allowed.</summary>
    public static OAuthError InvalidScope(string description, int status = 400) => new("invalid_scope", description, status);

    /// <summary>The caller may not ask this question at all (introspection, contract section 7.1).</summary>
    public static OAuthError AccessDenied(string description, int status = 401) => new("access_denied", description, status);

    /// <summary>The person has not decided yet (RFC 8628 §3.5; the status is the contract's, section 6.4).</summary>
    public static OAuthError AuthorizationPending(string description) => new("authorization_pending", description, 403);

    /// <summary>As <see cref="AuthorizationPending"/>, and the device asks too often (RFC 8628 §3.5).</summary>
    public static OAuthError SlowDown(string description) => new("slow_down", description, 403);

    /// <summary>The device code has expired; the device may begin again (RFC 8628 §3.5).</summary>
    public static OAuthError ExpiredToken(string description) => new("expired_token", description, 403);

    /// <summary>A registered redirect URI is missing or not allowed (RFC 7591 §3.2.2).</summary>
    public static OAuthError InvalidRedirectUri(string description) => new("invalid_redirect_uri", description);

    /// <summary>A member of the client's metadata is not allowed (RFC 7591 §3.2.2).</summary>
    public static OAuthError InvalidClientMetadata(string description) => new("invalid_client_metadata", description);

    /// <summary>The token type hint is one that revocation does not know (RFC 7009 §2.2.1).</summary>
    public static OAuthError UnsupportedTokenType(string description) => new("unsupported_token_type", description);

    /// <summary>The token is unknown, over, or not this client's to show (RFC 6750 §3.1).</summary>
    public static OAuthError InvalidToken(string description) => new("invalid_token", description, 401);

    /// <summary>The proof of a key is missing where it is due, or proves nothing (RFC 9449 §5).</summary>
    public static OAuthError InvalidDpopProof(string description) => new("invalid_dpop_proof", description);

    /// <summary>The proof holds no nonce of ours, or an old one; the answer brings a new one (RFC 9449 §8).</summary>
    public static OAuthError UseDpopNonce(string description) => new("use_dpop_nonce", description);

    /// <summary>We cannot answer, though the request may be right (oauth contract, section 0.4).</summary>
    public static OAuthError ServerError(string description) => new("server_error", description, 500);
}
