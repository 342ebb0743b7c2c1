namespace Portal.Identity.Accounts.Notices;

/// <summary>The payload of <see cref="SendNotice"/>: all that the mail says, as it was when it happened.</summary>
public sealed record NoticeMessage(
    string Address, string Username, NoticeKind Kind, string? Detail, DateTimeOffset HappenedAt, string? UserAgent, string? IpAddress, string Language)
{
    /// <summary>The ticket of the link to take the account back; none for a mail without one.</summary>
    public Guid? DisputeId { get; init; }

    /// <summary>Without addresses, which no log may hold.</summary>
    public override string ToString() => $"{nameof(NoticeMessage)} {Kind}";
}
