using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>Gives sessions their tokens, as part of the caller's change.</summary>
public sealed class TokenIssuer(PortalDbContext database, TokenMint mint)
{
    /// <summary>A new access and refresh token of the session.</summary>
    public IssuedTokens Issue(OAuthSession session, DateTimeOffset now)
    {
        var issued = mint.Pair(session.Id, now);
        database.AccessTokens.Add(issued.Access);
        database.RefreshTokens.Add(issued.Refresh);
        return issued;
    }

    /// <summary>A new access token alone, for sessions that are not refreshed.</summary>
    public TokenResponse IssueAccessToken(OAuthSession session, DateTimeOffset now)
    {
        var (token, row) = mint.Access(session.Id, now);
        database.AccessTokens.Add(row);
        return mint.Respond(token, refreshToken: null, session.Scope, session.KeyThumbprint is not null);
    }

    /// <summary>The answer that carries them.</summary>
    public TokenResponse Respond(IssuedTokens issued, OAuthSession session) =>
        mint.Respond(issued.AccessToken, issued.RefreshToken, session.Scope, session.KeyThumbprint is not null);
}
