namespace Portal.Identity.Accounts.Emails;

/// <summary>What an account needs its last address for.</summary>
public enum LastEmailUse
{
    /// <summary>It is the way back into the account when the password is forgotten.</summary>
    Recovery,

    /// <summary>It is a name that the account is signed in by.</summary>
    SignIn,
}
