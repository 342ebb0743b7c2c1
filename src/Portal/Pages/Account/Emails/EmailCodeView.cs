namespace Portal.Pages.Account.Emails;

/// <summary>What the page for the code of a new address shows.</summary>
public sealed record EmailCodeView
{
    public required string Address { get; init; }

    /// <summary>How long a code works.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>Key of the sentence below the field.</summary>
    public string? Error { get; init; }

    public bool Resent { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
