using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Clients;
using Portal.Identity.Devices;
using Portal.Identity.Dpop;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>A device code becomes a session with tokens, once somebody has allowed it, and once only (RFC 8628 §3.4; oauth contract, section 6.4).</summary>
public sealed class DeviceCodeTokenGrant(
    PortalDbContext database,
    Storage storage,
    TokenIssuer issuer,
    IdTokenMinter idTokens,
    BrowserSessions sessions,
    SessionChanges changes,
    NewDevices devices,
    IOptions<DeviceGrantOptions> options,
    TimeProvider clock) : ITokenGrant
{
    private const string FallbackLanguage = "en";

    public string GrantType => GrantTypes.DeviceCode;

    public bool IsEnabled => options.Value.DeviceCodeGrantEnabled;

    public async Task<OAuthResult<TokenResponse>> ExchangeAsync(Client client, OAuthForm form, Requester requester, CancellationToken cancellationToken)
    {
        if (form["device_code"] is not { } deviceCode)
        {
            return OAuthError.InvalidRequest("device_code is missing.");
        }

        return await devices.BeginAsync(
            ready => storage.WriteAsync(() => ExchangeCodeAsync(client, deviceCode, requester, ready, cancellationToken), cancellationToken), cancellationToken);
    }

    private async Task<SessionStep<TokenResponse>> ExchangeCodeAsync(Client client, string deviceCode, Requester requester, NewDevice? ready, CancellationToken cancellationToken)
    {
        var hash = TokenFormat.HashOf(deviceCode);

        // A device that asks many times at once: the questions queue, so that each sees what came of the one before.
        await storage.LockAsync($"device-code:{Convert.ToHexStringLower(hash)}", cancellationToken);
        var now = clock.GetUtcNow();
        var grant = await database.DeviceCodeGrants.SingleOrDefaultAsync(grant => grant.DeviceCodeHash == hash, cancellationToken);
        if (grant is null)
        {
            return OAuthError.InvalidGrant("The device code is not known.");
        }

        if (grant.ClientId != client.Id)
        {
            return OAuthError.InvalidGrant("The device code was given to another client.");
        }

        if (grant.HasExpired(now))
        {
            return OAuthError.ExpiredToken("The device code has expired.");
        }

        if (grant.IsPending)
        {
            return grant.TryPoll(now)
                ? OAuthError.AuthorizationPending("Nobody has decided yet.")
                : OAuthError.SlowDown("Nobody has decided yet. Wait 5 seconds longer between requests from now on.");
        }

        if (grant.RejectedAt is not null)
        {
            return OAuthError.AccessDenied("The person did not allow it.", status: 403);
        }

        return grant.IsExchanged
            ? OAuthError.InvalidGrant("The device code was used before.")
            : await IssueAsync(client, grant, requester, ready, now, cancellationToken);
    }

    private async Task<SessionStep<TokenResponse>> IssueAsync(
        Client client, DeviceCodeGrant grant, Requester requester, NewDevice? ready, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var person = await sessions.FindForNewSessionAsync(grant.BrowserSessionId, cancellationToken); // still signed in where they allowed it (D21)
        if (person is null)
        {
            return OAuthError.InvalidGrant("The person who allowed this has signed out since.");
        }

        var scope = grant.ReadScope();
        if (requester.ProvenKey is not null && KeyBinding.Refuse(scope) is { } unbindable)
        {
            return unbindable;
        }

        if (await devices.NeedAsync(ready, person.UserId, scope, client, requester.UserAgent, grant.Locale ?? FallbackLanguage, cancellationToken) is { } device)
        {
            return device;
        }

        var session = OAuthSession.Begin(
            client.Id, person.UserId, person.BrowserSessionId, scope, requester.UserAgent, requester.AddressText, now, keyThumbprint: requester.ProvenKey);
        database.OAuthSessions.Add(session);
        grant.Exchange(session, now);
        storage.AfterCommit(() => changes.Publish(person.UserId));
        var response = client.MayUse(GrantTypes.RefreshToken) ? issuer.Respond(issuer.Issue(session, now), session) : issuer.IssueAccessToken(session, now);
        return scope.Contains(MatrixScopes.OpenId)
            ? response with { IdToken = idTokens.Mint(client.ClientId, client.IdTokenSignedResponseAlg, new IdTokenContent(person.UserId, response.AccessToken, person.BrowserSessionId), now) }
            : response;
    }
}
