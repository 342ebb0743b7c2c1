namespace Portal.Identity.Sessions;

/// <summary>A part of the network from which somebody has signed in to an account. The row holds a keyed hash of account and network, so that the database alone does not tell where anybody was.</summary>
public sealed class KnownNetwork
{
    private KnownNetwork()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public byte[] Hash { get; private set; } = [];

    public DateTimeOffset FirstSeenAt { get; private init; }

    /// <summary>When the person last signed in from there.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    public static KnownNetwork Meet(Guid userId, byte[] hash, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        Hash = hash,
        FirstSeenAt = now,
        LastSeenAt = now,
    };

    /// <param name="hash">Under the key of today, which may be another than before.</param>
    public void MeetAgain(byte[] hash, DateTimeOffset now)
    {
        Hash = hash;
        LastSeenAt = now;
    }
}
