namespace Portal.Identity.Accounts.SecondFactor;

/// <summary>What became of the wish to have a second step: one of the nested kinds.</summary>
public abstract record EnableOutcome
{
    private EnableOutcome()
    {
    }

    /// <param name="RecoveryCodes">To be shown now and never again.</param>
    public sealed record Enabled(IReadOnlyList<string> RecoveryCodes) : EnableOutcome
    {
        /// <summary>Without the codes.</summary>
        public override string ToString() => nameof(Enabled);
    }

    /// <summary>The code is not of this key, or not of this moment.</summary>
    public sealed record WrongCode : EnableOutcome;

    /// <summary>Too many tries lately; the code was not looked at.</summary>
    public sealed record RateLimited(TimeSpan RetryAfter) : EnableOutcome;

    /// <summary>It is on already, since another tab was quicker.</summary>
    public sealed record AlreadyOn : EnableOutcome;

    /// <summary>The account has a passkey, which must be used first.</summary>
    public sealed record NeedsPasskey : EnableOutcome;

    /// <summary>The session has ended meanwhile.</summary>
    public sealed record SignedOut : EnableOutcome;
}
