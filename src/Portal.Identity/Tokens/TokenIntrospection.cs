using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>Whose token is this, and is it good? (RFC 7662; oauth contract, section 7.1.)</summary>
/// <remarks>One for all requests: nearly all of them read once and write nothing, and a context for each would cost more than the answer.</remarks>
public sealed class TokenIntrospection(TokenLookup lookup, IServiceScopeFactory scopes, ActivityTracker activity, TimeProvider clock)
{
    private const string AccessTokenHint = "access_token";
    private const string RefreshTokenHint = "refresh_token";

    /// <summary>What is known of a live token; none for every other, whatever the reason.</summary>
    /// <param name="hint">The <c>token_type_hint</c>; one that is wrong or unknown makes the token inactive.</param>
    public async ValueTask<TokenRecord?> FindLiveAsync(string token, string? hint, CancellationToken cancellationToken)
    {
        var kind = TokenFormat.Classify(token);
        if (kind == TokenKind.Unknown || !Fits(hint, kind))
        {
            return null;
        }

        var record = await lookup.FindAsync(kind, token, cancellationToken);
        if (!IsGood(record))
        {
            return null;
        }

        if (kind == TokenKind.OAuthAccess && record!.FirstUsedAt is null && !await NoteFirstUseAsync(record, cancellationToken))
        {
            // It was used or revoked between the read and the note: the second read tells which.
            record = await lookup.FindAsync(kind, token, cancellationToken);
            if (!IsGood(record))
            {
                return null;
            }
        }

        activity.Record(record!.SessionKind, record.SessionId, clock.GetUtcNow(), null);
        return record;
    }

    private bool IsGood(TokenRecord? record) => record is { IsLive: true } && !record.HasExpired(clock.GetUtcNow());

    private static bool Fits(string? hint, TokenKind kind) => hint switch
    {
        null => true,
        AccessTokenHint => kind is TokenKind.OAuthAccess or TokenKind.LegacyAccess or TokenKind.Personal,
        RefreshTokenHint => kind is TokenKind.OAuthRefresh or TokenKind.LegacyRefresh,
        _ => false,
    };

    /// <summary>Once in a token's life: from now on the refresh token before it cannot be presented again.</summary>
    private async Task<bool> NoteFirstUseAsync(TokenRecord record, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        return await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(
            async () =>
            {
                var now = clock.GetUtcNow();
                return await database.AccessTokens
                    .Where(token => token.Id == record.TokenId && token.FirstUsedAt == null && token.RevokedAt == null)
                    .ExecuteUpdateAsync(token => token.SetProperty(row => row.FirstUsedAt, now), cancellationToken) == 1;
            },
            cancellationToken);
    }
}
