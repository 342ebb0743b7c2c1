namespace Portal.Identity.Accounts.Registration;

/// <summary>What became of the first form of a registration: one of the nested kinds.</summary>
public abstract record StartOutcome
{
    private StartOutcome()
    {
    }

    public sealed record Started(Guid RegistrationId) : StartOutcome;

    /// <summary>All problems at once; nothing was created and no allowance used.</summary>
    public sealed record Refused(IReadOnlyList<FormProblem> Problems) : StartOutcome;

    public sealed record RateLimited(TimeSpan RetryAfter) : StartOutcome;

    /// <summary>Nobody can register here at present.</summary>
    public sealed record Closed : StartOutcome;
}
