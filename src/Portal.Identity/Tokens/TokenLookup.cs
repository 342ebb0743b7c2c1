using Portal.Identity.Legacy;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;

namespace Portal.Identity.Tokens;

/// <summary>Finds a token by its hash: the hottest read of the product, so it is one prepared statement and no more.</summary>
public sealed class TokenLookup(PreparedReads reads)
{
    private static readonly PreparedRead<TokenRecord> Access = new(
        """
        SELECT t.id, t.created_at, t.expires_at, t.first_used_at, s.id, s.client_id, s.scope, u.id, u.user_name, c.id_url,
               (t.revoked_at IS NULL AND s.finished_at IS NULL AND u.locked_at IS NULL AND u.deactivated_at IS NULL), s.key_thumbprint
        FROM access_tokens t JOIN oauth_sessions s ON s.id = t.session_id JOIN clients c ON c.id = s.client_id LEFT JOIN users u ON u.id = s.user_id
        WHERE t.hash = @p0
        """,
        row => Read(row, TokenKind.OAuthAccess));

    private static readonly PreparedRead<TokenRecord> Refresh = new(
        """
        SELECT t.id, t.created_at, NULL, NULL, s.id, s.client_id, s.scope, u.id, u.user_name, c.id_url,
               (t.revoked_at IS NULL AND t.consumed_at IS NULL AND s.finished_at IS NULL AND u.locked_at IS NULL AND u.deactivated_at IS NULL), s.key_thumbprint
        FROM refresh_tokens t JOIN oauth_sessions s ON s.id = t.session_id JOIN clients c ON c.id = s.client_id LEFT JOIN users u ON u.id = s.user_id
        WHERE t.hash = @p0
        """,
        row => Read(row, TokenKind.OAuthRefresh));

    private static readonly PreparedRead<TokenRecord> LegacyAccess = new(
        """
        SELECT t.id, t.created_at, t.expires_at, s.id, s.device_id, s.is_synapse_admin, u.id, u.user_name,
               (s.finished_at IS NULL AND u.locked_at IS NULL AND u.deactivated_at IS NULL)
        FROM legacy_access_tokens t JOIN legacy_sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
        WHERE t.hash = @p0
        """,
        row => ReadLegacy(row, TokenKind.LegacyAccess));

    private static readonly PreparedRead<TokenRecord> LegacyRefresh = new(
        """
        SELECT t.id, t.created_at, NULL, s.id, s.device_id, s.is_synapse_admin, u.id, u.user_name,
               (t.consumed_at IS NULL AND s.finished_at IS NULL AND u.locked_at IS NULL AND u.deactivated_at IS NULL)
        FROM legacy_refresh_tokens t JOIN legacy_sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
        WHERE t.hash = @p0
        """,
        row => ReadLegacy(row, TokenKind.LegacyRefresh));

    // Both whoever it acts for and whoever made it must be able to use their accounts (oauth contract, section 7.1).
    private static readonly PreparedRead<TokenRecord> Personal = new(
        """
        SELECT t.id, t.created_at, t.expires_at, s.id, s.owner_client_id, c.id_url, s.scope, a.id, a.user_name,
               (t.revoked_at IS NULL AND s.finished_at IS NULL AND a.locked_at IS NULL AND a.deactivated_at IS NULL AND o.locked_at IS NULL AND o.deactivated_at IS NULL)
        FROM personal_access_tokens t JOIN personal_sessions s ON s.id = t.session_id JOIN users a ON a.id = s.actor_user_id
        LEFT JOIN users o ON o.id = s.owner_user_id LEFT JOIN clients c ON c.id = s.owner_client_id
        WHERE t.hash = @p0
        """,
        ReadPersonal);

    /// <summary>What is known of the token; none if nobody ever had it.</summary>
    /// <param name="kind">From <see cref="TokenFormat.Classify"/>.</param>
    public ValueTask<TokenRecord?> FindAsync(TokenKind kind, string token, CancellationToken cancellationToken) =>
        reads.FindAsync(StatementFor(kind), cancellationToken, TokenFormat.HashOf(token));

    private static PreparedRead<TokenRecord> StatementFor(TokenKind kind) => kind switch
    {
        TokenKind.OAuthAccess => Access,
        TokenKind.OAuthRefresh => Refresh,
        TokenKind.LegacyAccess => LegacyAccess,
        TokenKind.LegacyRefresh => LegacyRefresh,
        TokenKind.Personal => Personal,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No token of this kind is stored."),
    };

    private static TokenRecord Read(StoredRow row, TokenKind kind) => new(
        TokenId: row.Id(0),
        Kind: kind,
        CreatedAt: row.Time(1),
        ExpiresAt: row.TimeOrNone(2),
        FirstUsedAt: row.TimeOrNone(3),
        SessionId: row.Id(4),
        ClientId: row.Id(5),
        Scope: row.Text(6),
        UserId: row.IdOrNone(7),
        Username: row.TextOrNone(8),
        ClientUrl: row.TextOrNone(9),
        IsLive: row.Flag(10),
        KeyThumbprint: row.TextOrNone(11));

    private static TokenRecord ReadLegacy(StoredRow row, TokenKind kind) => new(
        TokenId: row.Id(0),
        Kind: kind,
        CreatedAt: row.Time(1),
        ExpiresAt: row.TimeOrNone(2),
        FirstUsedAt: null,
        SessionId: row.Id(3),
        ClientId: Guid.Empty,
        ClientUrl: null,
        Scope: row.Flag(5) ? LegacyScope.Admin : LegacyScope.Ordinary,
        UserId: row.Id(6),
        Username: row.Text(7),
        IsLive: row.Flag(8),
        KeyThumbprint: null)
    {
        DeviceId = row.TextOrNone(4),
    };

    private static TokenRecord ReadPersonal(StoredRow row) => new(
        TokenId: row.Id(0),
        Kind: TokenKind.Personal,
        CreatedAt: row.Time(1),
        ExpiresAt: row.TimeOrNone(2),
        FirstUsedAt: null,
        SessionId: row.Id(3),
        ClientId: row.IdOrNone(4) ?? Guid.Empty,
        ClientUrl: row.TextOrNone(5),
        Scope: row.Text(6),
        UserId: row.Id(7),
        Username: row.Text(8),
        IsLive: row.Flag(9),
        KeyThumbprint: null);
}
