using Portal.Identity.Policy;

namespace Portal.Identity.Accounts.Emails;

/// <summary>What became of the wish to add an address: one of the nested kinds. Whether another account has it is told only to who reads its mail.</summary>
public abstract record AddEmailOutcome
{
    private AddEmailOutcome()
    {
    }

    /// <summary>A code is on its way.</summary>
    public sealed record Started(Guid VerificationId) : AddEmailOutcome;

    /// <summary>People may not change their addresses here.</summary>
    public sealed record NotAllowed : AddEmailOutcome;

    /// <summary>Not an address.</summary>
    public sealed record Invalid : AddEmailOutcome;

    public sealed record RateLimited(TimeSpan RetryAfter) : AddEmailOutcome;

    /// <summary>The account has it already.</summary>
    public sealed record InUse : AddEmailOutcome;

    /// <summary>The account has <see cref="AccountEmails.MaxAddresses"/>.</summary>
    public sealed record TooMany : AddEmailOutcome;

    /// <summary>The operator's rules are against it.</summary>
    public sealed record Denied(IReadOnlyList<PolicyViolation> Violations) : AddEmailOutcome;
}
