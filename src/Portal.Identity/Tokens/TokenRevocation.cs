using Microsoft.EntityFrameworkCore;
using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>Ends the session that a token belongs to (RFC 7009; oauth contract, section 7.2).</summary>
public sealed class TokenRevocation(PortalDbContext database, Storage storage, SessionEnd ending, TimeProvider clock)
{
    private const string AccessTokenHint = "access_token";
    private const string RefreshTokenHint = "refresh_token";

    /// <param name="client">Authenticated; none when the request names no client, which Matrix clients may do (D23).</param>
    /// <returns>Nothing when there is nothing more to revoke; <c>unsupported_token_type</c> or <c>unauthorized_client</c> otherwise.</returns>
    public async Task<OAuthError?> RevokeAsync(Client? client, OAuthForm form, CancellationToken cancellationToken)
    {
        if (form["token"] is not { } token)
        {
            return OAuthError.InvalidRequest("token is missing.");
        }

        var kind = TokenFormat.Classify(token);
        if (kind is not (TokenKind.OAuthAccess or TokenKind.OAuthRefresh))
        {
            return null; // an app of the legacy login signs out by its own way
        }

        return form["token_type_hint"] switch
        {
            null => await EndAsync(client, kind, token, cancellationToken),
            AccessTokenHint => kind == TokenKind.OAuthAccess ? await EndAsync(client, kind, token, cancellationToken) : null,
            RefreshTokenHint => kind == TokenKind.OAuthRefresh ? await EndAsync(client, kind, token, cancellationToken) : null,
            _ => OAuthError.UnsupportedTokenType("token_type_hint must be access_token or refresh_token."),
        };
    }

    private Task<OAuthError?> EndAsync(Client? client, TokenKind kind, string token, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var now = clock.GetUtcNow();
            var hash = TokenFormat.HashOf(token);
            var sessionId = kind == TokenKind.OAuthAccess
                ? await database.AccessTokens.Where(access => access.Hash == hash && access.RevokedAt == null && access.ExpiresAt >= now)
                    .Select(access => (Guid?)access.SessionId).SingleOrDefaultAsync(cancellationToken)
                : await database.RefreshTokens.Where(refresh => refresh.Hash == hash && refresh.RevokedAt == null && refresh.ConsumedAt == null)
                    .Select(refresh => (Guid?)refresh.SessionId).SingleOrDefaultAsync(cancellationToken);
            var session = await database.OAuthSessions.SingleOrDefaultAsync(session => session.Id == sessionId, cancellationToken);
            if (session is null)
            {
                return null;
            }

            if (client is not null && session.ClientId != client.Id)
            {
                return OAuthError.UnauthorizedClient("The token was given to another client.");
            }

            ending.TryEnd(session, now);
            return null;
        },
        cancellationToken);
}
