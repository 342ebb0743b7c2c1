using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>What the store knows of a token, its session and its person, as of one read.</summary>
/// <param name="ClientId">Empty for a token of the legacy login, which has no clients, and for one that a person made.</param>
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

    /// <summary>Whether a client got it from the token endpoint.</summary>
    public bool IsOAuth => Kind is TokenKind.OAuthAccess or TokenKind.OAuthRefresh;

    /// <summary>Whether it is a token of the legacy login.</summary>
    public bool IsLegacy => Kind is TokenKind.LegacyAccess or TokenKind.LegacyRefresh;

    /// <summary>Whether it buys other tokens.</summary>
    public bool IsRefresh => Kind is TokenKind.OAuthRefresh or TokenKind.LegacyRefresh;

    /// <summary>The kind of session that it belongs to.</summary>
    public AccountSessionKind SessionKind => IsOAuth ? AccountSessionKind.OAuth : IsLegacy ? AccountSessionKind.Legacy : AccountSessionKind.Personal;

    /// <summary>The <c>client_id</c>, as it goes over the wire; none for a token that a person made for themselves.</summary>
    public string? WireClientId => IsLegacy ? "legacy" : ClientUrl ?? (ClientId == Guid.Empty ? null : Ulid.Encode(ClientId));

    /// <summary>Whether its time is over. That of an OAuth token includes its end (oauth contract, section 6.6), that of others does not (section 10; compat contract, section 8).</summary>
    public bool HasExpired(DateTimeOffset now) => IsOAuth ? ExpiresAt < now : ExpiresAt <= now;
}
