namespace Portal.Pages.Recovery;

/// <summary>What the page shows that asks for the address.</summary>
public sealed record RecoverView
{
    public string Email { get; init; } = "";

    /// <summary>Key of the sentence below the field.</summary>
    public string? Error { get; init; }

    /// <summary>Set when too many links were asked for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public string SignInPath { get; init; } = "/login";
}
