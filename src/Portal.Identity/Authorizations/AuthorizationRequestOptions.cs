namespace Portal.Identity.Authorizations;

/// <summary>How apps must ask (<c>Portal:OAuth</c>).</summary>
public sealed class AuthorizationRequestOptions
{
    public const string Section = "Portal:OAuth";

    /// <summary>Whether every app must push its request first (RFC 9126 §5). Default no: most Matrix apps do not.</summary>
    public bool RequirePushedAuthorizationRequests { get; set; }
}
