namespace Portal.Identity.Sessions;

/// <summary>When the homeserver learns of the devices of many people whose sessions end at once: one after the other, so that it has time for others (homeserver contract, section 4).</summary>
internal sealed class SyncTurns(DateTimeOffset now)
{
    public static readonly TimeSpan Delay = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan Spacing = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Guid, DateTimeOffset> _turns = [];

    /// <summary>The person's turn, the same however often it is asked.</summary>
    public DateTimeOffset Of(Guid userId) => _turns.TryGetValue(userId, out var turn) ? turn : _turns[userId] = now + Delay + (_turns.Count * Spacing);
}
