using Portal.Identity.Protocol;

namespace Portal.Identity.Legacy;

/// <summary>Proof that an app acts in a session of the legacy login. Only the hash is stored.</summary>
public sealed class LegacyAccessToken
{
    private LegacyAccessToken()
    {
    }

    public Guid Id { get; private init; }

    public Guid SessionId { get; private init; }

    public byte[] Hash { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>None if it works as long as the session: the app cannot refresh it.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <param name="token">Of ours, or one that was imported.</param>
    /// <param name="lifetime">None for as long as the session.</param>
    public static LegacyAccessToken Issue(Guid sessionId, string token, DateTimeOffset now, TimeSpan? lifetime) => new()
    {
        Id = Guid.CreateVersion7(now),
        SessionId = sessionId,
        Hash = TokenFormat.HashOf(token),
        CreatedAt = now,
        ExpiresAt = now + lifetime,
    };

    /// <summary>It ends now, if it has not before.</summary>
    public void Expire(DateTimeOffset now) => ExpiresAt = ExpiresAt < now ? ExpiresAt : now;
}
