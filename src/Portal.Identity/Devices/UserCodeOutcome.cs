namespace Portal.Identity.Devices;

/// <summary>What became of a code that somebody typed: one of the nested kinds.</summary>
public abstract record UserCodeOutcome
{
    private UserCodeOutcome()
    {
    }

    /// <summary>A device waits for an answer.</summary>
    public sealed record Found(Guid GrantId) : UserCodeOutcome;

    /// <summary>No device waits: the code is mistyped, too old, or was answered. Which of them is nobody's business.</summary>
    public sealed record Unknown : UserCodeOutcome;

    /// <summary>Too many wrong codes came from this address, or from everywhere; this one was not looked up.</summary>
    /// <param name="HelpsToSignIn">Whether only everybody's allowance is used up, and nobody is signed in: an account has one of its own.</param>
    public sealed record RateLimited(TimeSpan RetryAfter, bool HelpsToSignIn = false) : UserCodeOutcome;
}
