using Portal.Identity.Accounts.Deletion;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>What became of a sign-in: one of the nested kinds.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    public sealed record SignedIn(NewBrowserSession Session) : SignInOutcome
    {
        /// <summary>From when the person must have a second step, which they have not; none if they need none.</summary>
        public DateTimeOffset? SecondStepDueAt { get; init; }
    }

    /// <summary>The password was right, and the account has a second step, which must be taken before anything is told or done.</summary>
    public sealed record NeedsSecondStep(PendingSignIn Pending) : SignInOutcome;

    /// <summary>What was given for the second step is wrong, or was used before.</summary>
    public sealed record WrongCode : SignInOutcome;

    /// <summary>The second step came too late, or the password was replaced meanwhile: from the start.</summary>
    public sealed record Expired : SignInOutcome;

    /// <summary>Wrong password, or no such account; which of them is not said.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>Too many tries lately; the last one was not looked at.</summary>
    public sealed record RateLimited(TimeSpan RetryAfter) : SignInOutcome;

    /// <summary>The password was right, but an administrator has locked the account.</summary>
    public sealed record Locked : SignInOutcome;

    /// <summary>The password was right, but the account is deleted.</summary>
    /// <param name="Return">The way back; none if it never comes back.</param>
    public sealed record Deactivated(AccountReturn? Return) : SignInOutcome;
}
