using Portal.Identity.Protocol;

namespace Portal.Identity.Authorizations;

/// <summary>A request to <c>/authorize</c> that may go on (RFC 6749 §4.1.1). Whether the scope is granted is decided at consent.</summary>
public sealed record AuthorizationRequest
{
    public required Guid ClientId { get; init; }

    public required AuthorizationReturn Return { get; init; }

    public required ScopeSet Scope { get; init; }

    /// <summary>Goes into the ID token as it came.</summary>
    public string? Nonce { get; init; }

    /// <summary>By the method S256; <see langword="null"/> only for a confidential client of the configuration.</summary>
    public string? CodeChallenge { get; init; }

    /// <summary>The thumbprint of the key to which the code is bound (RFC 9449 §10); <see langword="null"/> if whoever has the code may redeem it.</summary>
    public string? KeyThumbprint { get; init; }

    /// <summary>As sent: a Matrix id, an e-mail address or neither.</summary>
    public string? LoginHint { get; init; }

    public AuthorizationPrompts Prompts { get; init; }

    /// <summary>How long ago the person may have signed in; zero asks them to sign in now.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>An ID token that we issued to the client, as sent.</summary>
    public string? IdTokenHint { get; init; }

    /// <summary>The one person whom the client means; <see langword="null"/> if anybody may answer.</summary>
    public Guid? Subject { get; init; }

    /// <summary>The <c>acr</c> without which the answer is of no use to the client (OpenID Connect Core §5.5.1.1); <see langword="null"/> if any will do.</summary>
    public string? DemandedContext { get; init; }

    /// <summary>Beside those that the scope gives.</summary>
    public RequestedClaims Claims { get; init; } = RequestedClaims.None;

    /// <summary>Language tags, the preferred one first.</summary>
    public IReadOnlyList<string> UiLocales { get; init; } = [];

    /// <summary>All parameters as sent.</summary>
    public required IReadOnlyDictionary<string, string> RawParameters { get; init; }
}
