namespace Portal.Identity.Accounts.Disputes;

/// <summary>What became of the wish to take an account back: one of the nested kinds.</summary>
public abstract record DisputeOutcome
{
    private DisputeOutcome()
    {
    }

    /// <summary>Everybody is out, and a link to a new password is on its way.</summary>
    /// <param name="RecoverySessionId">Of the recovery that has begun.</param>
    public sealed record TakenBack(Guid RecoverySessionId) : DisputeOutcome;

    /// <summary>Too many links were used from here; this one was not looked at.</summary>
    public sealed record RateLimited(TimeSpan RetryAfter) : DisputeOutcome;

    /// <summary>The link does not work; nothing has changed.</summary>
    public sealed record Refused(DisputeLink Link) : DisputeOutcome;
}
