using Portal.Identity.Protocol;

namespace Portal.Identity.Authorizations;

/// <summary>What becomes of a request to <c>/authorize</c>: one of the three nested kinds.</summary>
public abstract record AuthorizationDecision
{
    private AuthorizationDecision() { }

    /// <summary>The request may go on.</summary>
    public sealed record Accepted(AuthorizationRequest Request) : AuthorizationDecision;

    /// <summary>The client is told, at its redirect URI.</summary>
    public sealed record RefusedToClient(OAuthError Error, AuthorizationReturn Return) : AuthorizationDecision;

    /// <summary>The person is told, on a page with status 400: nothing shows that the redirect URI is the client's (RFC 6749 §4.1.2.1).</summary>
    /// <param name="Reason">For the page to translate.</param>
    /// <param name="Sentence">The same in English, for the client's developer; free of the request's own text.</param>
    public sealed record RefusedOnPage(AuthorizationRefusal Reason, string Sentence) : AuthorizationDecision;
}

/// <summary>Why a request to <c>/authorize</c> ends on a page of ours.</summary>
public enum AuthorizationRefusal
{
    RepeatedParameter,
    MissingParameter,
    MalformedParameter,
    UnknownClient,
    AmbiguousRedirectUri,
    UnregisteredRedirectUri,
    IllegalResponseMode,
    UnknownRequestUri,
}
