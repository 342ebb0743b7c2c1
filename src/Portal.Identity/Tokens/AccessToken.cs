using Portal.Identity.Protocol;

namespace Portal.Identity.Tokens;

/// <summary>Proof that a client acts in a session. Only the hash is stored; the token itself exists in one response.</summary>
public sealed class AccessToken
{
    private AccessToken()
    {
    }

    public Guid Id { get; private init; }

    public Guid SessionId { get; private init; }

    public byte[] Hash { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>When it was first seen at an endpoint; tells a response that arrived from one that was lost (contract section 6.2).</summary>
    public DateTimeOffset? FirstUsedAt { get; private set; }

    public static AccessToken Issue(Guid sessionId, string token, DateTimeOffset now, TimeSpan lifetime) => new()
    {
        Id = Guid.CreateVersion7(now),
        SessionId = sessionId,
        Hash = TokenFormat.HashOf(token),
        CreatedAt = now,
        ExpiresAt = now + lifetime,
    };

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}
