using Portal.Identity.Accounts.Registration;

namespace Portal.Identity.Accounts.Emails;

/// <summary>What became of the wish for a registration token: one of the nested kinds.</summary>
public abstract record IssueOutcome
{
    private IssueOutcome()
    {
    }

    public sealed record Issued(RegistrationToken Token) : IssueOutcome;

    /// <summary>There is one of the same text already.</summary>
    public sealed record Exists : IssueOutcome;

    /// <summary>The wish cannot be fulfilled.</summary>
    /// <param name="Reason">One sentence in English.</param>
    public sealed record Invalid(string Reason) : IssueOutcome;
}
