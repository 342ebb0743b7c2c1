using Microsoft.Extensions.Options;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Tokens;

namespace Portal.Identity.Legacy;

/// <summary>The one place where tokens of legacy sessions are minted; part of the caller's change.</summary>
public sealed class LegacyTokenIssuer(PortalDbContext database, SecretGenerator secrets, IOptions<TokenLifetimeOptions> options)
{
    /// <summary>An access token that works as long as the session, for an app that cannot refresh it.</summary>
    public string IssueLasting(LegacySession session, DateTimeOffset now) => IssueAccess(session, now, lifetime: null).Token;

    /// <summary>An access token that ends soon, and what buys the next one.</summary>
    public LegacyRefreshResponse IssuePair(LegacySession session, DateTimeOffset now)
    {
        var lifetime = options.Value.CompatAccessTtl;
        var (accessToken, access) = IssueAccess(session, now, lifetime);
        var refreshToken = TokenFormat.Create(TokenKind.LegacyRefresh, secrets);
        database.LegacyRefreshTokens.Add(LegacyRefreshToken.Issue(access, refreshToken, now));
        return new LegacyRefreshResponse { AccessToken = accessToken, RefreshToken = refreshToken, ExpiresInMs = (long)lifetime.TotalMilliseconds };
    }

    private (string Token, LegacyAccessToken Row) IssueAccess(LegacySession session, DateTimeOffset now, TimeSpan? lifetime)
    {
        var token = TokenFormat.Create(TokenKind.LegacyAccess, secrets);
        var row = LegacyAccessToken.Issue(session.Id, token, now, lifetime);
        database.LegacyAccessTokens.Add(row);
        return (token, row);
    }
}
