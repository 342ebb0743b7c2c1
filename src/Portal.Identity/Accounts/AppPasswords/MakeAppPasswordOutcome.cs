namespace Portal.Identity.Accounts.AppPasswords;

/// <summary>What became of the wish for an app password: one of the nested kinds.</summary>
public abstract record MakeAppPasswordOutcome
{
    private MakeAppPasswordOutcome()
    {
    }

    /// <param name="Password">Shown once and stored nowhere.</param>
    public sealed record Made(Guid Id, AppPasswordText Password) : MakeAppPasswordOutcome;

    /// <summary>Something about the name must be put right.</summary>
    public sealed record Unfit(FormProblem Problem) : MakeAppPasswordOutcome;

    /// <summary>The operator does not let people make them.</summary>
    public sealed record NotAllowed : MakeAppPasswordOutcome;

    /// <summary>The account has as many as it can have.</summary>
    public sealed record TooMany(int Maximum) : MakeAppPasswordOutcome;

    public sealed record RateLimited(TimeSpan RetryAfter) : MakeAppPasswordOutcome;

    /// <summary>The session in which it was asked for is over, or its proof is worth nothing any more.</summary>
    public sealed record SignedOut : MakeAppPasswordOutcome;
}
