namespace Portal.Pages.SignIn;

/// <summary>What the page of the second step shows.</summary>
public sealed record SecondStepView
{
    /// <summary>Whether it asks for a code that was written down, in place of one of the app.</summary>
    public bool ByRecoveryCode { get; init; }

    /// <summary>The same page for the other kind of code.</summary>
    public string OtherPath { get; init; } = "";

    /// <summary>Where to begin again as somebody else.</summary>
    public string StartPath { get; init; } = "";

    /// <summary>Key of the sentence below the field.</summary>
    public string? Error { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
