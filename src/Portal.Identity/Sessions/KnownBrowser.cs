using System.Security.Cryptography;

namespace Portal.Identity.Sessions;

/// <summary>A browser in which somebody has signed in to an account. The browser holds a random key that was drawn for this account there; the row holds a hash of account and key, so that nothing tells which accounts share a browser.</summary>
public sealed class KnownBrowser
{
    private KnownBrowser()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public byte[] Hash { get; private init; } = [];

    public DateTimeOffset FirstSeenAt { get; private init; }

    /// <summary>When the person last signed in there.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    public static KnownBrowser Meet(Guid userId, byte[] key, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        Hash = HashOf(userId, key),
        FirstSeenAt = now,
        LastSeenAt = now,
    };

    public static byte[] HashOf(Guid userId, byte[] key) => SHA256.HashData([.. userId.ToByteArray(bigEndian: true), .. key]);

    public void MeetAgain(DateTimeOffset now) => LastSeenAt = now;
}
