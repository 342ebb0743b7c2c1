namespace Portal.Identity.Sessions;

/// <summary>One place where a person is signed in, as the account pages list it.</summary>
/// <param name="Client">The app; none for a browser session.</param>
/// <param name="FinishedAt">When it ended; none while it is active.</param>
public sealed record AccountSession(
    AccountSessionKind Kind,
    Guid Id,
    SessionClient? Client,
    string? UserAgent,
    string? DeviceId,
    string? Scope,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastActiveAt,
    string? LastActiveIp,
    DateTimeOffset? FinishedAt);

/// <summary>The app behind a session.</summary>
public sealed record SessionClient(Guid Id, string? Name, string? Uri);

/// <summary>What kind of session it is.</summary>
public enum AccountSessionKind
{
    /// <summary>A person signed in to the portal.</summary>
    Browser,

    /// <summary>A client acting for them.</summary>
    OAuth,
}
