using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>What an ID token says of one sign-in (OpenID Connect Core §2).</summary>
/// <param name="Subject">Whom it is about.</param>
/// <param name="AccessToken">The token of the same response, for <c>at_hash</c>.</param>
/// <param name="BrowserSessionId">The <c>sid</c>, by which a logout token will name the session (Back-Channel Logout §2.1).</param>
public sealed record IdTokenContent(Guid Subject, string AccessToken, Guid BrowserSessionId)
{
    /// <summary>From the request, as it came.</summary>
    public string? Nonce { get; init; }

    /// <summary>When the person proved who they are; none where that did not happen for the client's own request (oauth contract, section 6.4).</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>The <c>acr</c> that the client demanded, and got; none if it demanded none.</summary>
    public string? Context { get; init; }

    /// <summary>How the person proved it then.</summary>
    public ProofMethods Methods { get; init; } = ProofMethods.Password;

    /// <summary>The code that was exchanged, for <c>c_hash</c>; none if the client got none in the browser.</summary>
    public string? Code { get; init; }

    /// <summary>More that the client shall know of the subject.</summary>
    public IReadOnlyDictionary<string, object> Person { get; init; } = new Dictionary<string, object>(StringComparer.Ordinal);
}
