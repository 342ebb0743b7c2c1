namespace Portal.Identity.Accounts.Passkeys;

/// <summary>What became of removing a passkey.</summary>
public enum RemovePasskeyOutcome
{
    Removed,

    /// <summary>There is no such passkey, or it is somebody else's.</summary>
    Unknown,

    /// <summary>Without it nobody could sign in to the account any more.</summary>
    LastWayIn,
}
