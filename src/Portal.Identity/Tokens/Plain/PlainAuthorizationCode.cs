using Portal.Identity.Authorizations;
using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens.Plain;

/// <summary>The plain case of <see cref="AuthorizationCodeGrant"/>: a code that a person allowed on a page, for no device, no key, and no claim by name.</summary>
internal sealed class PlainAuthorizationCode(PreparedReads reads, PreparedWrites writes, TokenMint mint, IdTokenMinter idTokens, SessionChanges changes, TimeProvider clock) : IPlainGrant
{
    private static readonly PreparedRead<Found> Find = new(
        """
        SELECT g.id, g.redirect_uri, g.scope, g.code_challenge, g.nonce, g.created_at, g.fulfilled_at, b.id, b.authenticated_at, b.methods, b.user_id
        FROM authorization_grants g JOIN browser_sessions b ON b.id = g.browser_session_id
        WHERE g.code_hash = @p0 AND g.client_id = @p1 AND g.exchanged_at IS NULL AND g.cancelled_at IS NULL AND g.fulfilled_at IS NOT NULL
        AND g.key_thumbprint IS NULL AND g.claims IS NULL AND g.demanded_context IS NULL AND b.finished_at IS NULL
        """,
        row => new(
            row.Id(0), row.Text(1), row.Text(2), row.TextOrNone(3), row.TextOrNone(4), row.Time(5), row.Time(6), row.Id(7), row.Time(8), (ProofMethods)row.Integer(9), row.Id(10)));

    // A sign-out everywhere comes before this or after it, and misses nothing.
    private static readonly PreparedWrite Begin = new(
        """
        INSERT INTO oauth_sessions (id, client_id, user_id, browser_session_id, scope, created_at, user_agent, last_active_at, last_active_ip)
        SELECT @p0, @p1, b.user_id, b.id, @p3, @p4, @p5, @p4, @p6
        FROM browser_sessions b
        WHERE b.id = @p2 AND b.finished_at IS NULL
        """);

    private static readonly PreparedWrite Exchange = new(
        "UPDATE authorization_grants SET exchanged_at = @p1, oauth_session_id = @p2 WHERE id = @p0 AND exchanged_at IS NULL AND cancelled_at IS NULL");

    public string GrantType => GrantTypes.AuthorizationCode;

    public async Task<TokenResponse?> TryExchangeAsync(CheckedClient client, OAuthForm form, Requester requester, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (form["code"] is not { } code
            || await reads.FindAsync(Find, cancellationToken, TokenFormat.HashOf(code), client.Id) is not { } grant
            || !IsPlain(grant, form, now))
        {
            return null;
        }

        var scope = ScopeSet.OfStored(grant.Scope);
        if (MatrixScopes.DeviceIdOf(scope) is not null)
        {
            return null; // the homeserver must have it first
        }

        var session = OAuthSession.Begin(client.Id, grant.UserId, grant.BrowserSessionId, scope, requester.UserAgent, requester.AddressText, now);
        var issued = mint.Pair(session.Id, now);
        var isDone = await writes.TryAsync(
            cancellationToken,
            PreparedWrite.LockOf(SessionEnd.LockOf(grant.UserId)),
            Begin.With(session.Id, session.ClientId, grant.BrowserSessionId, session.Scope, session.CreatedAt, session.UserAgent, session.LastActiveIp),
            Exchange.With(grant.Id, now, session.Id),
            TokenRows.Add(issued.Access),
            TokenRows.Add(issued.Refresh));
        if (!isDone)
        {
            return null;
        }

        changes.Publish(grant.UserId);
        var response = mint.Respond(issued.AccessToken, issued.RefreshToken, session.Scope);
        return scope.Contains(MatrixScopes.OpenId) ? response with { IdToken = idTokens.Mint(client.ClientId, client.IdTokenSignedResponseAlg, ContentOf(grant, issued, code), now) } : response;
    }

    private static bool IsPlain(Found grant, OAuthForm form, DateTimeOffset now) =>
        now < grant.FulfilledAt + AuthorizationGrant.CodeLifetime
        && grant.FulfilledAt != grant.CreatedAt // an answer without a page takes the place of earlier ones
        && Pkce.Check(grant.CodeChallenge, form["code_verifier"]) is null
        && (form["redirect_uri"] is not { } redirectUri || RedirectUriMatcher.AreEqual(redirectUri, grant.RedirectUri));

    private static IdTokenContent ContentOf(Found grant, IssuedTokens issued, string code) => new(grant.UserId, issued.AccessToken, grant.BrowserSessionId)
    {
        Nonce = grant.Nonce,
        AuthenticatedAt = grant.AuthenticatedAt,
        Methods = grant.Methods,
        Code = code,
    };

    private sealed record Found(
        Guid Id, string RedirectUri, string Scope, string? CodeChallenge, string? Nonce, DateTimeOffset CreatedAt, DateTimeOffset FulfilledAt,
        Guid BrowserSessionId, DateTimeOffset AuthenticatedAt, ProofMethods Methods, Guid UserId);
}
