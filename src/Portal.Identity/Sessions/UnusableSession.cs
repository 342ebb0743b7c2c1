namespace Portal.Identity.Sessions;

/// <summary>A browser session that signs nobody in any more (flows contract, section 11).</summary>
/// <param name="ComesBackUntil">Until when a deleted account can be had back.</param>
public sealed record UnusableSession(string Username, UnusableReason Reason, DateTimeOffset? ComesBackUntil);

/// <summary>Why; the first that holds.</summary>
public enum UnusableReason
{
    AccountDeleted,
    AccountLocked,

    /// <summary>It was ended from another browser, or by an administrator.</summary>
    SessionEnded,
}
