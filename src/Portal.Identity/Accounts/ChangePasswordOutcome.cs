using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>What became of a change of password: one of the nested kinds.</summary>
public abstract record ChangePasswordOutcome
{
    private ChangePasswordOutcome()
    {
    }

    /// <param name="Session">The person's own, which goes on under a new key: none from before the change works.</param>
    public sealed record Changed(NewBrowserSession Session) : ChangePasswordOutcome;

    /// <summary>What must be put right; the current password was not looked at, and no try used.</summary>
    public sealed record Unfit(IReadOnlyList<FormProblem> Problems) : ChangePasswordOutcome;

    /// <summary>That is not the password.</summary>
    public sealed record Refused : ChangePasswordOutcome;

    /// <summary>Too many tries lately; the password was not looked at.</summary>
    public sealed record RateLimited(TimeSpan RetryAfter) : ChangePasswordOutcome;

    /// <summary>The operator does not let people change their passwords.</summary>
    public sealed record NotAllowed : ChangePasswordOutcome;

    /// <summary>The account has none: it is signed in to in another way.</summary>
    public sealed record NoPassword : ChangePasswordOutcome;

    /// <summary>The account has a second step, and the person has not taken it lately: the current password alone is not enough.</summary>
    public sealed record NeedsProof : ChangePasswordOutcome;

    /// <summary>The session ended, or the account was locked, while the passwords were looked at.</summary>
    public sealed record SignedOut : ChangePasswordOutcome;
}
