using Portal.Identity.Protocol;

namespace Portal.Identity.Accounts.PersonalTokens;

/// <summary>Proof that a bot or a script acts in a personal session. Only the hash is stored; the token itself exists in one response.</summary>
public sealed class PersonalAccessToken
{
    private PersonalAccessToken()
    {
    }

    public Guid Id { get; private init; }

    public Guid SessionId { get; private init; }

    public byte[] Hash { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>None if it works as long as the session.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    /// <summary>When another one took its place.</summary>
    public DateTimeOffset? RevokedAt { get; private init; }

    /// <param name="lifetime">None for as long as the session.</param>
    public static PersonalAccessToken Issue(Guid sessionId, string token, DateTimeOffset now, TimeSpan? lifetime) => new()
    {
        Id = Guid.CreateVersion7(now),
        SessionId = sessionId,
        Hash = TokenFormat.HashOf(token),
        CreatedAt = now,
        ExpiresAt = now + lifetime,
    };
}
