using Portal.Identity.Authorizations;

namespace Portal.Identity.Accounts.Recovery;

/// <summary>What became of a new password: one of the nested kinds.</summary>
public abstract record ResetPasswordOutcome
{
    private ResetPasswordOutcome()
    {
    }

    /// <summary>It is the account's password now. Nobody is signed in by that.</summary>
    public sealed record Saved(string Username, Continuation? Continuation) : ResetPasswordOutcome;

    /// <summary>The password will not do; the link is not used up.</summary>
    public sealed record Unfit(RecoveryLink.Ready Link, IReadOnlyList<FormProblem> Problems) : ResetPasswordOutcome;

    /// <summary>The link does not work; nothing has changed.</summary>
    public sealed record Refused(RecoveryLink Link) : ResetPasswordOutcome;
}
