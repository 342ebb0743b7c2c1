using Portal.Identity.Protocol;

namespace Portal.Identity.Legacy;

/// <summary>Buys one new pair of tokens of a legacy session. Only the hash is stored.</summary>
public sealed class LegacyRefreshToken
{
    private LegacyRefreshToken()
    {
    }

    public Guid Id { get; private init; }

    public Guid SessionId { get; private init; }

    /// <summary>The access token of the same response, as long as it is kept.</summary>
    public Guid? AccessTokenId { get; private init; }

    public byte[] Hash { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? ConsumedAt { get; private set; }

    /// <param name="token">Of ours, or one that was imported.</param>
    public static LegacyRefreshToken Issue(LegacyAccessToken accessToken, string token, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        SessionId = accessToken.SessionId,
        AccessTokenId = accessToken.Id,
        Hash = TokenFormat.HashOf(token),
        CreatedAt = now,
    };

    public void Consume(DateTimeOffset now) => ConsumedAt ??= now;
}
