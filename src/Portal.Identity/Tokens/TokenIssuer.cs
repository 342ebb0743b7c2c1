using Microsoft.Extensions.Options;
using Portal.Identity.Dpop;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>The one place where tokens are minted.</summary>
public sealed class TokenIssuer(PortalDbContext database, SecretGenerator secrets, IOptions<TokenLifetimeOptions> options)
{
    /// <summary>Lifetime of new access tokens.</summary>
    public TimeSpan AccessTokenLifetime => options.Value.AccessTtl;

    /// <summary>A new access and refresh token of the session; part of the caller's change.</summary>
    public IssuedTokens Issue(OAuthSession session, DateTimeOffset now)
    {
        var accessToken = TokenFormat.Create(TokenKind.OAuthAccess, secrets);
        var refreshToken = TokenFormat.Create(TokenKind.OAuthRefresh, secrets);
        var access = AccessToken.Issue(session.Id, accessToken, now, AccessTokenLifetime);
        var refresh = RefreshToken.Issue(access, refreshToken, now);
        database.AccessTokens.Add(access);
        database.RefreshTokens.Add(refresh);
        return new IssuedTokens(accessToken, refreshToken, access, refresh);
    }

    /// <summary>A new access token alone, for sessions that are not refreshed; part of the caller's change.</summary>
    public TokenResponse IssueAccessToken(OAuthSession session, DateTimeOffset now)
    {
        var accessToken = TokenFormat.Create(TokenKind.OAuthAccess, secrets);
        database.AccessTokens.Add(AccessToken.Issue(session.Id, accessToken, now, AccessTokenLifetime));
        return new TokenResponse
        {
            AccessToken = accessToken,
            TokenType = TypeOf(session),
            ExpiresIn = (long)AccessTokenLifetime.TotalSeconds,
            Scope = session.Scope.Length > 0 ? session.Scope : null,
        };
    }

    /// <summary>The answer that carries them.</summary>
    public TokenResponse Respond(IssuedTokens issued, OAuthSession session, string? idToken = null) => new()
    {
        AccessToken = issued.AccessToken,
        RefreshToken = issued.RefreshToken,
        IdToken = idToken,
        TokenType = TypeOf(session),
        ExpiresIn = (long)AccessTokenLifetime.TotalSeconds,
        Scope = session.Scope.Length > 0 ? session.Scope : null,
    };

    private static string TypeOf(OAuthSession session) => session.KeyThumbprint is null ? "Bearer" : KeyBinding.TokenType;
}
