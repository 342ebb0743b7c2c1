namespace Portal.Pages.Register;

/// <summary>What the page for the mailed code shows.</summary>
public sealed record CodeView
{
    public string Address { get; init; } = "";

    /// <summary>How long a code works.</summary>
    public TimeSpan Lifetime { get; init; }

    /// <summary>Key of the sentence below the field.</summary>
    public string? Error { get; init; }

    public RegistrationProgress Progress { get; init; } = new(RegistrationStep.Email, 1, 1);

    public bool Resent { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public string BackPath { get; init; } = "";
}
