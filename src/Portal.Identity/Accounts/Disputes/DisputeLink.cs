using Portal.Identity.Accounts.Notices;

namespace Portal.Identity.Accounts.Disputes;

/// <summary>How it stands with a link "this was not me": one of the nested kinds.</summary>
public abstract record DisputeLink
{
    private DisputeLink()
    {
    }

    /// <summary>It can be used.</summary>
    /// <param name="Address">To which it was mailed, as its owner proved it; a link to a new password will go there.</param>
    /// <param name="Kind">What the mail told.</param>
    public sealed record Ready(Guid UserId, string Username, string Address, NoticeKind Kind, DateTimeOffset HappenedAt) : DisputeLink
    {
        /// <summary>Whether the address was removed, and will be the account's again.</summary>
        public bool Returns { get; init; }

        /// <summary>Whether addresses that were added lately will be removed.</summary>
        public bool RemovesAddresses { get; init; }

        /// <summary>Whether passkeys that were added lately will be removed.</summary>
        public bool RemovesPasskeys { get; init; }

        /// <summary>Whether the second step was turned on by somebody who may not be the owner, and will be turned off.</summary>
        public bool EndsSecondStep { get; init; }

        /// <summary>Without the address, which no log may hold.</summary>
        public override string ToString() => $"{nameof(Ready)} {UserId}";
    }

    /// <summary>It never was one, or its address is not the account's and cannot return.</summary>
    public sealed record Unknown : DisputeLink;

    /// <summary>It, or another one of the account, was used.</summary>
    public sealed record Used : DisputeLink;

    public sealed record Expired : DisputeLink;

    /// <summary>An administrator has locked the account.</summary>
    public sealed record Locked : DisputeLink;

    /// <summary>The account is deleted for good.</summary>
    public sealed record Deactivated(string Username) : DisputeLink;

    /// <summary>Passwords cannot be recovered here, so that nobody could get in again.</summary>
    public sealed record Disabled : DisputeLink;
}
