using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Authorizations;
using Portal.Identity.Clients;
using Portal.Identity.Dpop;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>A code becomes a session with tokens, once (RFC 6749 §4.1.3; oauth contract, section 6.1).</summary>
public sealed class AuthorizationCodeGrant(
    PortalDbContext database,
    Storage storage,
    TokenIssuer issuer,
    IdTokenMinter idTokens,
    PersonClaims personClaims,
    BrowserSessions sessions,
    SessionChanges changes,
    SessionEnd ending,
    NewDevices devices,
    TimeProvider clock) : ITokenGrant
{
    /// <summary>A second exchange within this time is taken for a client that lost the answer; a later one for theft.</summary>
    public static readonly TimeSpan RetryWindow = TimeSpan.FromSeconds(20);

    public string GrantType => GrantTypes.AuthorizationCode;

    public async Task<OAuthResult<TokenResponse>> ExchangeAsync(Client client, OAuthForm form, Requester requester, CancellationToken cancellationToken)
    {
        if (form["code"] is not { } code)
        {
            return OAuthError.InvalidRequest("code is missing.");
        }

        var exchanged = await devices.BeginAsync(
            ready => storage.WriteAsync(() => ExchangeCodeAsync(client, code, form, requester, ready, cancellationToken), cancellationToken), cancellationToken);
        if (!exchanged.Succeeded)
        {
            return exchanged.Error;
        }

        // Afterwards: a signature takes as long as the change itself, and others wait for their turn to write.
        var (response, idToken, now) = exchanged.Value;
        return idToken is null ? response : response with { IdToken = idTokens.Mint(client.ClientId, client.IdTokenSignedResponseAlg, idToken, now) };
    }

    private async Task<SessionStep<Exchanged>> ExchangeCodeAsync(
        Client client, string code, OAuthForm form, Requester requester, NewDevice? ready, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hash = TokenFormat.HashOf(code);
        var grant = await database.AuthorizationGrants.SingleOrDefaultAsync(grant => grant.CodeHash == hash, cancellationToken);
        if (grant is null || grant.IsPending || grant.CancelledAt is not null)
        {
            return OAuthError.InvalidGrant("The code is not known.");
        }

        if (grant.IsExchanged)
        {
            await EndIfReplayedAsync(client, grant, now, cancellationToken);
            return OAuthError.InvalidGrant("The code was used before.");
        }

        if (grant.HasExpired(now))
        {
            return OAuthError.InvalidGrant("The code has expired.");
        }

        if (grant.ClientId != client.Id)
        {
            return OAuthError.UnauthorizedClient("The code was given to another client.");
        }

        if (Pkce.Check(grant.CodeChallenge, form["code_verifier"]) is { } pkceError)
        {
            return pkceError;
        }

        if (form["redirect_uri"] is { } redirectUri && !RedirectUriMatcher.AreEqual(redirectUri, grant.RedirectUri))
        {
            return OAuthError.InvalidGrant("redirect_uri is not the one of the authorization request.");
        }

        var scope = ScopeSet.OfStored(grant.Scope);
        if (CheckKey(grant, scope, requester) is { } keyError)
        {
            return keyError;
        }

        var person = await sessions.FindForNewSessionAsync(grant.BrowserSessionId, cancellationToken);
        if (person is null)
        {
            return OAuthError.InvalidGrant("The person who allowed this has signed out since.");
        }

        if (grant.NeedsSecondStep(person))
        {
            return OAuthError.InvalidGrant("The person has not signed in any more in the way that the claim acr demanded.");
        }

        if (await devices.NeedAsync(ready, person.UserId, scope, client, requester.UserAgent, grant.Locale, cancellationToken) is { } device)
        {
            return device;
        }

        var session = OAuthSession.Begin(
            client.Id, person.UserId, person.BrowserSessionId, scope, requester.UserAgent, requester.AddressText, now, grant.Claims, requester.ProvenKey);
        if (grant.WasAnsweredSilently)
        {
            await EndReplacedAsync(grant, session, now, cancellationToken);
        }

        database.OAuthSessions.Add(session);
        grant.Exchange(session, now);
        var issued = issuer.Issue(session, now);
        storage.AfterCommit(() => changes.Publish(person.UserId));
        var idToken = scope.Contains(MatrixScopes.OpenId)
            ? new IdTokenContent(person.UserId, issued.AccessToken, person.BrowserSessionId)
            {
                Nonce = grant.Nonce,
                AuthenticatedAt = person.AuthenticatedAt,
                Methods = person.Methods,
                Context = grant.DemandedContext,
                Code = code,
                Person = await ClaimsAsync(grant, person, cancellationToken),
            }
            : null;
        return new Exchanged(issuer.Respond(issued, session), idToken, now);
    }

    // The code stays good for whoever has the key (RFC 9449 §10).
    private static OAuthError? CheckKey(AuthorizationGrant grant, ScopeSet scope, Requester requester) =>
        grant.KeyThumbprint is { } bound && bound != requester.ProvenKey ? OAuthError.InvalidGrant("The code is bound to the key of dpop_jkt: send a DPoP proof by that key.")
        : requester.ProvenKey is not null ? KeyBinding.Refuse(scope)
        : null;

    // What the scope gives is for the userinfo endpoint, since there is an access token (OpenID Connect Core §5.4).
    private async Task<Dictionary<string, object>> ClaimsAsync(AuthorizationGrant grant, SignedInPerson person, CancellationToken cancellationToken)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal);
        await personClaims.AddAsync(claims, person.UserId, person.Username, RequestedClaims.Read(grant.Claims).IdToken, cancellationToken);
        return claims;
    }

    // A page that renews its tokens unseen lets go of the old ones, and each would stand for the person's consent. What still works may be another tab's.
    private async Task EndReplacedAsync(AuthorizationGrant grant, OAuthSession by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var idle = await database.OAuthSessions
            .Where(session => session.ClientId == by.ClientId && session.UserId == by.UserId && session.BrowserSessionId == by.BrowserSessionId)
            .Where(session => session.DeviceId == null && session.FinishedAt == null)
            .Where(session => !database.AccessTokens.Any(token => token.SessionId == session.Id && token.RevokedAt == null && token.ExpiresAt > now))
            .ToListAsync(cancellationToken);
        foreach (var session in idle.Where(session => SilentAuthorization.IsReplaced(session, grant)))
        {
            ending.TryEnd(session, now);
        }
    }

    // Only the owner's replay counts: another client that found a used code must not be able to end the session (D15).
    private async Task EndIfReplayedAsync(Client client, AuthorizationGrant grant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (grant.ClientId != client.Id || now - grant.ExchangedAt <= RetryWindow)
        {
            return;
        }

        var session = await database.OAuthSessions.SingleAsync(session => session.Id == grant.OAuthSessionId, cancellationToken);
        if (ending.TryEnd(session, now) && session.UserId is { } userId)
        {
            database.SecurityEvents.Add(SecurityEvent.Record(userId, SecurityEvent.AuthorizationCodeReplayed, session.Id, null, now));
        }
    }

    /// <param name="IdToken">What the ID token will say; none where nobody asked for one.</param>
    private sealed record Exchanged(TokenResponse Response, IdTokenContent? IdToken, DateTimeOffset Now);
}
