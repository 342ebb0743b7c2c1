namespace Portal.Identity.Accounts.Notices;

/// <summary>Tells one address of an account that something happened to the account.</summary>
/// <param name="Username">The local part of the account's Matrix ID.</param>
/// <param name="Account">The whole Matrix ID.</param>
/// <param name="Detail">What it happened to: the address that was added or removed; the last day on which a deleted account can be had back, as ISO 8601 writes it, or none if it never comes back; what the person calls the access token or the app password.</param>
/// <param name="UserAgent">Of the browser from which it was done, as sent; none if it is not known.</param>
/// <param name="IpAddress">From where it was done; none if it is not known.</param>
/// <param name="Language">A BCP 47 tag; English stands in for a language that has no texts.</param>
/// <param name="MessageId">The same for every attempt to deliver this mail, so that a repetition can be recognised.</param>
public sealed record NoticeMail(
    string Address,
    string Username,
    string Account,
    NoticeKind Kind,
    string? Detail,
    DateTimeOffset HappenedAt,
    string? UserAgent,
    string? IpAddress,
    string Language,
    Guid MessageId)
{
    /// <summary>Where its owner takes the account back; absolute, and whoever has it can do that. None for a mail without such a link.</summary>
    public Uri? TakeBack { get; init; }

    /// <summary>Without addresses and link, which no log may hold.</summary>
    public override string ToString() => $"{nameof(NoticeMail)} {MessageId}";
}
