namespace Portal.Identity.Sessions;

/// <summary>One place where a person is signed in, as the account pages list it.</summary>
/// <param name="Client">The app; none for a browser session, nor for an app of the legacy login, which registers nowhere.</param>
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
    DateTimeOffset? FinishedAt)
{
    /// <summary>What the person calls it.</summary>
    public string? HumanName { get; init; }

    /// <summary>In which browser session it was allowed, as long as that is known.</summary>
    public Guid? BrowserSessionId { get; init; }

    /// <summary>What the client asked for by name, as <see cref="OAuthSession.Claims"/>.</summary>
    public string? Claims { get; init; }

    /// <summary>Of an app of the legacy login, where its sign-in ended; none if it began with a password.</summary>
    public string? ReturnAddress { get; init; }

    /// <summary>How addresses name it.</summary>
    public SessionReference Reference => new(Kind, Id);
}

/// <summary>The app behind a session.</summary>
public sealed record SessionClient(Guid Id, string? Name, string? Uri)
{
    /// <summary>Whether it says that it runs on a device and not in a browser.</summary>
    public bool IsNative { get; init; }
}

/// <summary>What kind of session it is.</summary>
public enum AccountSessionKind
{
    /// <summary>A person signed in to the portal.</summary>
    Browser,

    /// <summary>A client acting for them.</summary>
    OAuth,

    /// <summary>An app that signed in by the Matrix login of before OAuth.</summary>
    Legacy,

    /// <summary>A bot or a script with an access token that a person made for it; it stands in no list of places where somebody is signed in.</summary>
    Personal,
}
