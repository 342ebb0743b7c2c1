namespace Portal.Pages.Account.Emails;

/// <summary>What the form for a new address shows.</summary>
public sealed record AddEmailView
{
    /// <summary>As typed.</summary>
    public string Address { get; init; } = "";

    /// <summary>Key of the sentence below the field.</summary>
    public string? Error { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
