using System.Globalization;
using Portal.Identity.Protocol;

namespace Portal.Identity.Accounts.Activity;

/// <summary>A place in the activity of an account, which stays where it is when more happens.</summary>
/// <param name="Id">Of the row that tells of it.</param>
/// <param name="Rank">Which of several things that one row tells of.</param>
public sealed record ActivityCursor(DateTimeOffset At, Guid Id, int Rank)
{
    private static readonly long LatestMicroseconds = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Reads the written form; nothing if it is none.</summary>
    public static ActivityCursor? Parse(string? text) =>
        (text ?? "").Split('.') is [var time, var row, var part]
        && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds <= LatestMicroseconds
        && Ulid.TryDecode(row, out var id)
        && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
            ? new(DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds), id, rank)
            : null;

    /// <summary>The written form, for an address.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond}.{Ulid.Encode(Id)}.{Rank}");
}
