namespace Portal.Identity.Sessions;

/// <summary>Who is signed in to the portal in this browser.</summary>
/// <param name="Language">The language that the account remembers, a BCP 47 tag; none for an account that nobody has used here yet.</param>
public sealed record SignedInPerson(Guid UserId, string Username, Guid BrowserSessionId, DateTimeOffset AuthenticatedAt, string? Language = null);
