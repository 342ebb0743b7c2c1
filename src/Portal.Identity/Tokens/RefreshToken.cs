using Portal.Identity.Protocol;

namespace Portal.Identity.Tokens;

/// <summary>One link in a session's chain. It works once; what came of it is remembered, so that a lost response can be told from a replay.</summary>
public sealed class RefreshToken
{
    private RefreshToken()
    {
    }

    public Guid Id { get; private init; }

    public Guid SessionId { get; private init; }

    /// <summary>The access token of the same response.</summary>
    public Guid? AccessTokenId { get; private init; }

    public byte[] Hash { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? ConsumedAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>The token that replaced this one; set with <see cref="ConsumedAt"/>.</summary>
    public Guid? NextTokenId { get; private set; }

    /// <summary>Whether it is the live end of its chain: neither consumed nor revoked.</summary>
    public bool IsValid => ConsumedAt is null && RevokedAt is null;

    public static RefreshToken Issue(AccessToken accessToken, string token, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        SessionId = accessToken.SessionId,
        AccessTokenId = accessToken.Id,
        Hash = TokenFormat.HashOf(token),
        CreatedAt = now,
    };

    /// <summary>Replaces this token, for the first time or again after a response was lost.</summary>
    public void Consume(RefreshToken next, DateTimeOffset now)
    {
        if (RevokedAt is not null)
        {
            throw new InvalidOperationException("A revoked refresh token cannot be consumed.");
        }

        ConsumedAt ??= now;
        NextTokenId = next.Id;
    }

    public void Revoke(DateTimeOffset now)
    {
        if (ConsumedAt is null)
        {
            RevokedAt ??= now;
        }
    }
}
