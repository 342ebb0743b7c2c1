namespace Portal.Identity.Accounts.Registration;

/// <summary>What became of a registration token that somebody typed: one of the nested kinds.</summary>
public abstract record RegistrationTokenOutcome
{
    private RegistrationTokenOutcome()
    {
    }

    /// <summary>It is good now; it is counted when a registration finishes.</summary>
    public sealed record Valid(RegistrationToken Token) : RegistrationTokenOutcome;

    /// <summary>Unknown, revoked, expired or used up. Which of them is nobody's business.</summary>
    public sealed record Invalid : RegistrationTokenOutcome;

    /// <summary>Too many wrong ones came from this address; this one was not looked up.</summary>
    public sealed record RateLimited(TimeSpan RetryAfter) : RegistrationTokenOutcome;

    /// <summary>The registration asks for none: it is over, too old, or has a good one.</summary>
    public sealed record NotWaiting : RegistrationTokenOutcome;
}
