namespace Portal.Identity.Accounts.Recovery;

/// <summary>How it stands with a link that was mailed: one of the nested kinds.</summary>
public abstract record RecoveryLink
{
    private RecoveryLink()
    {
    }

    /// <summary>It can be used.</summary>
    public sealed record Ready(Guid SessionId, Guid UserId, string Username) : RecoveryLink;

    /// <summary>It never was one, or its address is no longer the account's.</summary>
    public sealed record Unknown : RecoveryLink;

    /// <summary>It, or another one of the same request, was used; or the password was changed since.</summary>
    public sealed record Used(Guid SessionId) : RecoveryLink;

    /// <param name="Email">The address of the request, as it was typed then.</param>
    public sealed record Expired(Guid SessionId, string Email) : RecoveryLink;

    /// <summary>An administrator has locked the account.</summary>
    public sealed record Locked : RecoveryLink;

    /// <summary>The account is deleted for good. While its owner can have it back, a new password is the first step.</summary>
    public sealed record Deactivated(string Username) : RecoveryLink;

    /// <summary>Passwords cannot be recovered here.</summary>
    public sealed record Disabled : RecoveryLink;
}
