namespace Portal.Identity.Logout;

/// <summary>That somebody signed out, for one client.</summary>
/// <param name="BrowserSessionId">The session that the ID token named as <c>sid</c>.</param>
public sealed record LogoutNotice(Guid ClientId, Guid UserId, Guid BrowserSessionId);
