namespace Portal.Pages.Recovery;

/// <summary>What the page shows after the link was asked for.</summary>
public sealed record ProgressView
{
    public string Email { get; init; } = "";

    /// <summary>How long a link works.</summary>
    public TimeSpan Lifetime { get; init; }

    public bool Resent { get; init; }

    /// <summary>Whether it was asked for in taking an account back.</summary>
    public bool TakenBack { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public string RestartPath { get; init; } = "/recover";
}
