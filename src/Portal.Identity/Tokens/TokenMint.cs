using Microsoft.Extensions.Options;
using Portal.Identity.Dpop;
using Portal.Identity.Protocol;

namespace Portal.Identity.Tokens;

/// <summary>The one place where tokens are minted. What becomes of the rows is the caller's.</summary>
public sealed class TokenMint(SecretGenerator secrets, IOptions<TokenLifetimeOptions> options)
{
    private TimeSpan AccessTokenLifetime => options.Value.AccessTtl;

    /// <summary>A new access and refresh token of a session.</summary>
    public IssuedTokens Pair(Guid sessionId, DateTimeOffset now)
    {
        var (accessToken, access) = Access(sessionId, now);
        var refreshToken = TokenFormat.Create(TokenKind.OAuthRefresh, secrets);
        return new IssuedTokens(accessToken, refreshToken, access, RefreshToken.Issue(access, refreshToken, now));
    }

    /// <summary>A new access token alone, for sessions that are not refreshed.</summary>
    public (string Token, AccessToken Row) Access(Guid sessionId, DateTimeOffset now)
    {
        var token = TokenFormat.Create(TokenKind.OAuthAccess, secrets);
        return (token, AccessToken.Issue(sessionId, token, now, AccessTokenLifetime));
    }

    /// <summary>The answer that carries them.</summary>
    /// <param name="scope">Of the session.</param>
    /// <param name="isBound">Whether the session has a key (RFC 9449).</param>
    public TokenResponse Respond(string accessToken, string? refreshToken, string scope, bool isBound = false) => new()
    {
        AccessToken = accessToken,
        RefreshToken = refreshToken,
        TokenType = isBound ? KeyBinding.TokenType : "Bearer",
        ExpiresIn = (long)AccessTokenLifetime.TotalSeconds,
        Scope = scope.Length > 0 ? scope : null,
    };
}
