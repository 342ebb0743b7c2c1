namespace Portal.Identity.Accounts;

/// <summary>What became of a password that somebody gave: one of the nested kinds.</summary>
public abstract record PasswordProofOutcome
{
    private PasswordProofOutcome()
    {
    }

    /// <summary>It was right when it was looked at.</summary>
    /// <param name="Hash">With which it was compared.</param>
    /// <param name="NewHash">To put in its place, if it is of an older scheme.</param>
    public sealed record Proven(Guid UserId, string Hash, string? NewHash) : PasswordProofOutcome
    {
        /// <summary>Without the hashes.</summary>
        public override string ToString() => $"Proven {UserId}";
    }

    /// <summary>It was an app password that worked when it was looked at.</summary>
    public sealed record ProvenByAppPassword(Guid UserId, Guid AppPasswordId) : PasswordProofOutcome;

    /// <summary>Wrong password, or no such account; which of them is not said.</summary>
    public sealed record Refused : PasswordProofOutcome;

    /// <summary>Too many tries lately; the password was not looked at.</summary>
    public sealed record RateLimited(TimeSpan RetryAfter) : PasswordProofOutcome;
}
