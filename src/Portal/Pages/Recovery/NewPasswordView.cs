using Portal.Identity.Accounts;

namespace Portal.Pages.Recovery;

/// <summary>What the page shows on which a new password is chosen.</summary>
public sealed record NewPasswordView
{
    public string Username { get; init; } = "";

    public IReadOnlyList<FormProblem> Problems { get; init; } = [];

    public bool EndSessions { get; init; } = true;

    /// <summary>Set when too many passwords came from here.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Who is signed in in this browser, and must not be when a password is replaced.</summary>
    public string? SignedInAs { get; init; }
}
