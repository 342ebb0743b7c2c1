using Portal.Identity.Accounts.Disputes;
using Portal.Identity.Accounts.Notices;

namespace Portal.Pages.Disputes;

/// <summary>What the page says that takes an account back.</summary>
public sealed record DisputeView
{
    public required string Username { get; init; }

    /// <summary>What happened, and when; none if no mail told of it.</summary>
    public (NoticeKind Kind, DateTimeOffset At)? What { get; init; }

    /// <summary>Where the link to a new password will go; none to say only that it goes to one of the account's.</summary>
    public string? Address { get; init; }

    /// <inheritdoc cref="DisputeLink.Ready.Returns"/>
    public bool Returns { get; init; }

    /// <inheritdoc cref="DisputeLink.Ready.RemovesAddresses"/>
    public bool RemovesAddresses { get; init; }

    /// <inheritdoc cref="DisputeLink.Ready.RemovesPasskeys"/>
    public bool RemovesPasskeys { get; init; }

    /// <inheritdoc cref="DisputeLink.Ready.EndsSecondStep"/>
    public bool EndsSecondStep { get; init; }
}
