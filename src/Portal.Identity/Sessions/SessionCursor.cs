using System.Globalization;
using Portal.Identity.Protocol;

namespace Portal.Identity.Sessions;

/// <summary>A place in the list of sessions, which stays where it is when others come or go.</summary>
/// <param name="Id">Of the session that stands there.</param>
/// <param name="FinishedAt">When that session ended; none while it was active.</param>
public sealed record SessionCursor(Guid Id, DateTimeOffset? FinishedAt)
{
    private static readonly long LatestMicroseconds = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The place of that session.</summary>
    public static SessionCursor At(AccountSession session) => new(session.Id, session.FinishedAt);

    /// <summary>Reads the written form; nothing if it is none.</summary>
    public static SessionCursor? Parse(string? text)
    {
        var parts = (text ?? "").Split('.');
        if (parts.Length > 2 || !Ulid.TryDecode(parts[0], out var id))
        {
            return null;
        }

        if (parts.Length == 1)
        {
            return new(id, null);
        }

        return long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds <= LatestMicroseconds
            ? new(id, DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds))
            : null;
    }

    /// <summary>The written form, for an address.</summary>
    public override string ToString() => FinishedAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"{Ulid.Encode(Id)}.{(at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond}")
        : Ulid.Encode(Id);
}
