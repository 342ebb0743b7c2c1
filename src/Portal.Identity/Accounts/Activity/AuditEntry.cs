using Portal.Identity.Protocol;

namespace Portal.Identity.Accounts.Activity;

/// <summary>A line of the audit log; the names of its fields are those of <c>docs/operators/audit.md</c>, in snake case.</summary>
/// <param name="Time">When it happened, UTC, as RFC 3339 writes it.</param>
/// <param name="Id">Of the row that tells of it, a ULID; with <paramref name="Kind"/> it is unique.</param>
/// <param name="Kind">One of the constants of <see cref="SecurityEvent"/> or <see cref="Happening"/>.</param>
/// <param name="UserId">The <c>sub</c> of the account's tokens.</param>
/// <param name="SessionId">That it concerns; none if it concerns none.</param>
/// <param name="IpAddress">From where; none if that is not known.</param>
/// <param name="Detail">What its owner calls the thing that it happened to.</param>
/// <param name="Count">How often: more than once only for wrong passwords, of which an hour's are one line.</param>
public sealed record AuditEntry(string Time, string Id, string Kind, string UserId, string Username, string? SessionId, string? IpAddress, string? Detail, int Count)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    internal static AuditEntry Of(ActivityRow row, string username) => new(
        row.At.UtcDateTime.ToString(TimeFormat, System.Globalization.CultureInfo.InvariantCulture),
        Ulid.Encode(row.Id),
        row.Kind,
        Ulid.Encode(row.UserId),
        username,
        row.SessionId is { } session ? Ulid.Encode(session) : null,
        row.IpAddress,
        row.Detail,
        row.Count);
}
