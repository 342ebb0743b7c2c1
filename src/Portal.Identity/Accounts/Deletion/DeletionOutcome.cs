namespace Portal.Identity.Accounts.Deletion;

/// <summary>What became of the wish to delete an account.</summary>
public enum DeletionOutcome
{
    /// <summary>Nobody is signed in to it any more.</summary>
    Deleted,

    /// <summary>What was typed is not the account's Matrix ID.</summary>
    NotConfirmed,

    /// <summary>People may not delete their accounts here.</summary>
    NotAllowed,

    /// <summary>The session is over.</summary>
    NotSignedIn,
}
