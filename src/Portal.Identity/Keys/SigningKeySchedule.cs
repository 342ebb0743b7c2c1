using Portal.Identity.Tokens;

namespace Portal.Identity.Keys;

/// <summary>When a key is made, signs, and is taken back: every key is known to everybody before it signs, and until all that it signed is over.</summary>
internal static class SigningKeySchedule
{
    /// <summary>How long a new key is published before it signs. Clients and proxies keep a key set for a day at most.</summary>
    public static readonly TimeSpan Announcement = TimeSpan.FromDays(1);

    // What a key signed is over after the longest token's life, clocks that differ, and a process that had not read of its successor.
    private static readonly TimeSpan Afterlife = IdTokenMinter.Lifetime + TimeSpan.FromMinutes(10);

    /// <summary>The kinds of which the newest key is so old that its successor must be announced.</summary>
    public static IEnumerable<SigningKeyKind> Due(IReadOnlyList<SigningKey> keys, TimeSpan lifetime, DateTimeOffset now) => lifetime == TimeSpan.Zero
        ? []
        : SigningKeyKind.Own.Where(kind => OfKind(keys, kind.Name).Max(key => (DateTimeOffset?)key.SignsFrom) + lifetime - Announcement <= now);

    /// <summary>Those whose successor has signed for so long that nothing is left of them.</summary>
    public static IEnumerable<SigningKey> Over(IReadOnlyList<SigningKey> keys, DateTimeOffset now) =>
        keys.Where(key => OfKind(keys, key.Kind).Any(next => next.SignsFrom > key.SignsFrom && next.SignsFrom + Afterlife <= now));

    private static IEnumerable<SigningKey> OfKind(IEnumerable<SigningKey> keys, string kind) => keys.Where(key => string.Equals(key.Kind, kind, StringComparison.Ordinal));
}
