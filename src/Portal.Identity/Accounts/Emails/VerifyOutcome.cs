using Portal.Identity.Accounts.Registration;

namespace Portal.Identity.Accounts.Emails;

/// <summary>What became of a code that was typed, or of the wish for a new one: one of the nested kinds.</summary>
public abstract record VerifyOutcome
{
    private VerifyOutcome()
    {
    }

    public sealed record Verified : VerifyOutcome;

    /// <summary>None of the codes that were sent.</summary>
    public sealed record WrongCode : VerifyOutcome;

    /// <summary>One of the codes that were sent, but too late.</summary>
    public sealed record ExpiredCode : VerifyOutcome;

    /// <summary>A new code is on its way.</summary>
    public sealed record Sent : VerifyOutcome;

    public sealed record RateLimited(TimeSpan RetryAfter) : VerifyOutcome;

    /// <summary>The right code, but some account has the address already: the code is used up.</summary>
    public sealed record InUse : VerifyOutcome;

    /// <summary>The registration is too old, finished, or has nothing to verify: <see cref="RegistrationService.FinishAsync"/> says what to do.</summary>
    public sealed record NotWaiting : VerifyOutcome;
}
