using Portal.Identity.Accounts;

namespace Portal.Pages.Account.Password;

/// <summary>What the page shows on which the password is changed.</summary>
public sealed record ChangePasswordView
{
    public IReadOnlyList<FormProblem> Problems { get; init; } = [];

    public TimeSpan? RetryAfter { get; init; }

    public bool EndSessions { get; init; }

    /// <summary>Why there is no form: not allowed, or no password.</summary>
    public ChangePasswordOutcome? Obstacle { get; init; }
}
