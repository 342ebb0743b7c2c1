using Portal.Identity.Accounts.Deletion;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>What became of a sign-in: one of the nested kinds.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    public sealed record SignedIn(NewBrowserSession Session) : SignInOutcome;

    /// <summary>Wrong password, or no such account; which of them is not said.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>Too many tries lately; the password was not looked at.</summary>
    public sealed record RateLimited(TimeSpan RetryAfter) : SignInOutcome;

    /// <summary>The password was right, but an administrator has locked the account.</summary>
    public sealed record Locked : SignInOutcome;

    /// <summary>The password was right, but the account is deleted.</summary>
    /// <param name="Return">The way back; none if it never comes back.</param>
    public sealed record Deactivated(AccountReturn? Return) : SignInOutcome;
}
