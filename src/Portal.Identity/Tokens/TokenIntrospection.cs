using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>Whose token is this, and is it good? (RFC 7662; oauth contract, section 7.1.)</summary>
/// <remarks>One for all requests: nearly all of them read once and write nothing, and a context for each would cost more than the answer.</remarks>
public sealed class TokenIntrospection(TokenLookup lookup, PreparedWrites writes, ActivityTracker activity, TimeProvider clock)
{
    private static readonly PreparedWrite NoteFirstUse = new("UPDATE access_tokens SET first_used_at = @p1 WHERE id = @p0 AND first_used_at IS NULL AND revoked_at IS NULL");

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
    private Task<bool> NoteFirstUseAsync(TokenRecord record, CancellationToken cancellationToken) =>
        writes.TryAsync(cancellationToken, NoteFirstUse.With(record.TokenId, clock.GetUtcNow()));
}
