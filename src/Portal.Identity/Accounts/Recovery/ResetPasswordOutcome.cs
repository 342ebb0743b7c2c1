namespace Portal.Identity.Accounts.Recovery;

/// <summary>What became of a new password: one of the nested kinds.</summary>
public abstract record ResetPasswordOutcome
{
    private ResetPasswordOutcome()
    {
    }

    /// <summary>It is the account's password now. Nobody is signed in by that.</summary>
    /// <param name="SessionId">Of the request: what its sender wanted to go on with is stored there, for the browser in which it was made.</param>
    public sealed record Saved(Guid SessionId, string Username) : ResetPasswordOutcome;

    /// <summary>The password will not do; the link is not used up.</summary>
    public sealed record Unfit(RecoveryLink.Ready Link, IReadOnlyList<FormProblem> Problems) : ResetPasswordOutcome;

    /// <summary>Too many passwords came with links from here; this one was not looked at.</summary>
    public sealed record RateLimited(RecoveryLink Link, TimeSpan RetryAfter) : ResetPasswordOutcome;

    /// <summary>The link does not work; nothing has changed.</summary>
    public sealed record Refused(RecoveryLink Link) : ResetPasswordOutcome;
}
