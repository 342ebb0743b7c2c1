using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Deletion;

/// <summary>What became of the wish to have an account back: one of the nested kinds.</summary>
public abstract record ReturnOutcome
{
    private ReturnOutcome()
    {
    }

    /// <summary>It is as it was, and its owner is signed in.</summary>
    public sealed record Back(NewBrowserSession Session) : ReturnOutcome;

    /// <summary>It is not deleted any more, but an administrator has locked it.</summary>
    public sealed record Locked : ReturnOutcome;

    /// <summary>Too late, or decided before.</summary>
    public sealed record Over : ReturnOutcome;
}
