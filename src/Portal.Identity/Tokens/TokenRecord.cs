using Portal.Identity.Protocol;

namespace Portal.Identity.Tokens;

/// <summary>What the store knows of a token, its session and its person, as of one read.</summary>
public sealed record TokenRecord(
    Guid TokenId,
    TokenKind Kind,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    bool IsLive,
    DateTimeOffset? FirstUsedAt,
    Guid SessionId,
    Guid ClientId,
    string? ClientUrl,
    string Scope,
    Guid? UserId,
    string? Username,
    string? KeyThumbprint)
{
    /// <summary>The <c>client_id</c>, as it goes over the wire.</summary>
    public string WireClientId => ClientUrl ?? Ulid.Encode(ClientId);
}
