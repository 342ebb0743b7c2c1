namespace Portal.Identity.Accounts.Emails;

/// <summary>What became of the wish to remove an address.</summary>
public enum RemoveEmailOutcome
{
    Removed,

    /// <summary>The account has no such address; to the person it is the same as <see cref="Removed"/>.</summary>
    Gone,

    /// <summary>It is the last one, and needed: see <see cref="LastEmailUse"/>.</summary>
    LastNeeded,

    /// <summary>People may not change their addresses here.</summary>
    NotAllowed,
}
