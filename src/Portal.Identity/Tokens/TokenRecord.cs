using Portal.Identity.Protocol;

namespace Portal.Identity.Tokens;

/// <summary>What the store knows of a token, its session and its person, as of one read.</summary>
/// <param name="ClientId">Empty for a token of the legacy login, which has no clients.</param>
/// <param name="FirstUsedAt">Noted of OAuth access tokens only.</param>
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
    /// <summary>The Matrix device of a legacy session; that of others stands in <see cref="Scope"/>.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Whether it is a token of the legacy login.</summary>
    public bool IsLegacy => Kind is TokenKind.LegacyAccess or TokenKind.LegacyRefresh;

    /// <summary>Whether it buys other tokens.</summary>
    public bool IsRefresh => Kind is TokenKind.OAuthRefresh or TokenKind.LegacyRefresh;

    /// <summary>The <c>client_id</c>, as it goes over the wire.</summary>
    public string WireClientId => IsLegacy ? "legacy" : ClientUrl ?? Ulid.Encode(ClientId);

    /// <summary>Whether its time is over. That of an OAuth token includes its end (oauth contract, section 6.6), that of a legacy one does not (compat contract, section 8).</summary>
    public bool HasExpired(DateTimeOffset now) => IsLegacy ? ExpiresAt <= now : ExpiresAt < now;
}
