using Portal.Identity.Persistence;

namespace Portal.Identity.Tokens.Plain;

/// <summary>How rows are stored that every plain grant stores.</summary>
internal static class TokenRows
{
    private static readonly PreparedWrite Access = new("INSERT INTO access_tokens (id, session_id, hash, created_at, expires_at) VALUES (@p0, @p1, @p2, @p3, @p4)");

    private static readonly PreparedWrite Refresh = new("INSERT INTO refresh_tokens (id, session_id, access_token_id, hash, created_at) VALUES (@p0, @p1, @p2, @p3, @p4)");

    public static PreparedStep Add(AccessToken token) => Access.With(token.Id, token.SessionId, token.Hash, token.CreatedAt, token.ExpiresAt);

    public static PreparedStep Add(RefreshToken token) => Refresh.With(token.Id, token.SessionId, token.AccessTokenId, token.Hash, token.CreatedAt);
}
