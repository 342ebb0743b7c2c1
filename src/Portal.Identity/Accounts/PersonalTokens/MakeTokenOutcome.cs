namespace Portal.Identity.Accounts.PersonalTokens;

/// <summary>What became of the wish for an access token: one of the nested kinds.</summary>
public abstract record MakeTokenOutcome
{
    private MakeTokenOutcome()
    {
    }

    /// <param name="Id">Of its session.</param>
    /// <param name="Token">Shown once and stored nowhere.</param>
    public sealed record Made(Guid Id, string Token) : MakeTokenOutcome
    {
        /// <summary>Without the token.</summary>
        public override string ToString() => $"{nameof(Made)} {Id}";
    }

    /// <summary>Something about the form must be put right: <c>name</c>, <c>reach</c> or <c>lifetime</c>.</summary>
    public sealed record Unfit(FormProblem Problem) : MakeTokenOutcome;

    /// <summary>The operator does not let people make them.</summary>
    public sealed record NotAllowed : MakeTokenOutcome;

    /// <summary>The policy does not give this scope to this person, or nothing to whoever asks from there.</summary>
    public sealed record Denied : MakeTokenOutcome;

    /// <summary>The account has as many as it may have.</summary>
    public sealed record TooMany(int Maximum) : MakeTokenOutcome;

    /// <summary>The person must sign out so many apps first, or end so many tokens.</summary>
    public sealed record TooManyDevices(int ToRemove) : MakeTokenOutcome;

    public sealed record RateLimited(TimeSpan RetryAfter) : MakeTokenOutcome;

    /// <summary>The homeserver did not make the device, so nothing was made.</summary>
    public sealed record HomeserverAway : MakeTokenOutcome;

    /// <summary>The session in which it was asked for is over, or its proof is worth nothing any more.</summary>
    public sealed record SignedOut : MakeTokenOutcome;
}
