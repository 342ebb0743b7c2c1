using Portal.Identity.Accounts;

namespace Portal.Pages.Account.AppPasswords;

/// <summary>What the form for a new app password shows.</summary>
public sealed record NewAppPasswordView
{
    /// <summary>As typed.</summary>
    public string Name { get; init; } = "";

    /// <summary>What must be put right about the name.</summary>
    public FormProblem? Problem { get; init; }

    /// <summary>The account has as many as it can have.</summary>
    public bool IsFull { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
