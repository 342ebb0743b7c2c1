namespace Portal.Identity.Sessions;

/// <summary>Who is signed in to the portal in this browser.</summary>
public sealed record SignedInPerson(Guid UserId, string Username, Guid BrowserSessionId, DateTimeOffset AuthenticatedAt);
