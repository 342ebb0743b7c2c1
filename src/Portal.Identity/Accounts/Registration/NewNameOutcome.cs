namespace Portal.Identity.Accounts.Registration;

/// <summary>What became of another name for a registration: one of the nested kinds.</summary>
public abstract record NewNameOutcome
{
    private NewNameOutcome()
    {
    }

    /// <summary>The registration goes on with it.</summary>
    public sealed record Chosen : NewNameOutcome;

    /// <summary>The name will not do; nothing has changed.</summary>
    public sealed record Refused(IReadOnlyList<FormProblem> Problems) : NewNameOutcome;

    /// <summary>Too many names were asked about lately; this one was not looked at.</summary>
    public sealed record RateLimited(TimeSpan RetryAfter) : NewNameOutcome;
}
