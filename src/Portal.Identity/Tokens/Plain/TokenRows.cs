using Portal.Identity.Persistence;

namespace Portal.Identity.Tokens.Plain;

/// <summary>How rows are stored that every plain grant stores.</summary>
internal static class TokenRows
{
    // Whoever ends the session, or takes its account out of use, comes before this; or after it, and then the token is as dead as all of that session.
    private static readonly PreparedWrite Access = new(
        """
        INSERT INTO access_tokens (id, session_id, hash, created_at, expires_at)
        SELECT @p0, s.id, @p2, @p3, @p4
        FROM oauth_sessions s
        WHERE s.id = @p1 AND s.finished_at IS NULL
        AND (s.user_id IS NULL OR EXISTS (SELECT 1 FROM users u WHERE u.id = s.user_id AND u.locked_at IS NULL AND u.deactivated_at IS NULL))
        """);

    private static readonly PreparedWrite Refresh = new("INSERT INTO refresh_tokens (id, session_id, access_token_id, hash, created_at) VALUES (@p0, @p1, @p2, @p3, @p4)");

    /// <summary>Misses if the session has ended, or its person may not use the account.</summary>
    public static PreparedStep Add(AccessToken token) => Access.With(token.Id, token.SessionId, token.Hash, token.CreatedAt, token.ExpiresAt);

    public static PreparedStep Add(RefreshToken token) => Refresh.With(token.Id, token.SessionId, token.AccessTokenId, token.Hash, token.CreatedAt);
}
