using Portal.Identity.Accounts.SecondFactor;

namespace Portal.Pages.Account.SecondStep;

/// <summary>What the page shows on which an app gets its key.</summary>
public sealed record SetUpView(AuthenticatorKey Key)
{
    /// <summary>Key of the sentence below the field.</summary>
    public string? Error { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
