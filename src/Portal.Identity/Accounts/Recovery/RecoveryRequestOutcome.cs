namespace Portal.Identity.Accounts.Recovery;

/// <summary>What became of the wish for a link: one of the nested kinds. None of them tells whether an account has the address.</summary>
public abstract record RecoveryRequestOutcome
{
    private RecoveryRequestOutcome()
    {
    }

    /// <summary>A link is on its way to every account that has the address.</summary>
    public sealed record Sent(Guid SessionId) : RecoveryRequestOutcome;

    /// <summary>There is no address.</summary>
    public sealed record Missing : RecoveryRequestOutcome;

    /// <summary>What was typed is no address.</summary>
    public sealed record Invalid : RecoveryRequestOutcome;

    public sealed record RateLimited(TimeSpan RetryAfter) : RecoveryRequestOutcome;

    /// <summary>There is no such request.</summary>
    public sealed record Unknown : RecoveryRequestOutcome;

    /// <summary>The request has led to a new password already.</summary>
    public sealed record Used : RecoveryRequestOutcome;

    /// <summary>Passwords cannot be recovered here.</summary>
    public sealed record Disabled : RecoveryRequestOutcome;
}
