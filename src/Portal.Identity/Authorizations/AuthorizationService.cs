using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Clients;
using Portal.Identity.Clients.Logos;
using Portal.Identity.Discovery;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Authorizations;

/// <summary>Leads a grant from the client's request to the person's decision (oauth contract, section 4).</summary>
public sealed class AuthorizationService(
    PortalDbContext database,
    Storage storage,
    ClientDirectory clients,
    AuthorizationRequestJudge judge,
    PushedAuthorizationRequests pushedRequests,
    ClientLogos logos,
    GrantPolicy policy,
    BrowserSessions sessions,
    RateLimiter limiter,
    IOptions<RateLimitOptions> limits,
    IOptions<MatrixOptions> matrix,
    SecretGenerator secrets,
    IssuerAddress issuer,
    TimeProvider clock)
{
    private const int CodeLength = 32;
    private static readonly OAuthError Denied = new("access_denied", "The person did not allow it.");
    private static readonly OAuthError ForbiddenHere = new("access_denied", "The policy of this server does not allow it.");
    private static readonly OAuthError UsedBefore = OAuthError.InvalidRequest("The request_uri was used before.");
    private static readonly AuthorizationOutcome UnknownRequestUri = new AuthorizationOutcome.RefusedOnPage(
        new(AuthorizationRefusal.UnknownRequestUri, "No pushed request of this client has this request_uri, or it has expired, or it was used before."));

    private static readonly OAuthError TooMany = new("temporarily_unavailable", "Too many requests. Try again later."); // RFC 6749 §4.1.2.1

    /// <summary>Judges a request to <c>/authorize</c>; one that may go on becomes a pending grant, or is answered at once (<c>prompt=none</c>).</summary>
    /// <param name="language">Chooses the language of the pages that follow, given the wishes of <c>ui_locales</c>.</param>
    /// <param name="person">Who is signed in where the request came from.</param>
    public async Task<AuthorizationOutcome> RequestAsync(
        OAuthResult<OAuthForm> form, Func<IReadOnlyList<string>, string> language, SignedInPerson? person, Requester requester, CancellationToken cancellationToken)
    {
        var client = form.Succeeded ? await clients.FindAsync(form.Value["client_id"], requester, cancellationToken) : null;
        PushedAuthorizationRequest? pushed = null;
        if (form.Succeeded && PushedAuthorizationRequests.IsOurs(form.Value["request_uri"]))
        {
            pushed = client is null ? null : await pushedRequests.FindAsync(form.Value["request_uri"]!, client, cancellationToken);
            if (pushed is null)
            {
                return UnknownRequestUri;
            }

            form = pushed.ReadForm(); // and nothing else that the browser brought (RFC 9101 §6.3)
        }

        switch (judge.Judge(form, client, isPushed: pushed is not null))
        {
            case AuthorizationDecision.RefusedOnPage page:
                return new AuthorizationOutcome.RefusedOnPage(page);
            case AuthorizationDecision.RefusedToClient refused:
                return new AuthorizationOutcome.Answered(AuthorizationResponse.Refused(refused.Return, refused.Error, issuer.Issuer));
            case AuthorizationDecision.Accepted accepted when accepted.Request.Prompts.HasFlag(AuthorizationPrompts.Nothing):
                return new AuthorizationOutcome.Answered(await AnswerSilentlyAsync(accepted.Request, client!, language(accepted.Request.UiLocales), pushed, person, requester, cancellationToken));
            case AuthorizationDecision.Accepted accepted:
                await logos.FetchIfDueAsync(client!, cancellationToken);
                return await StoreAsync(accepted.Request, language(accepted.Request.UiLocales), pushed, requester, cancellationToken);
            default:
                throw new InvalidOperationException("A request is accepted, refused to the client or refused on a page.");
        }
    }

    // Anybody may ask, and each question is kept for days: so many an address, and no more.
    private async Task<AuthorizationOutcome> StoreAsync(
        AuthorizationRequest request, string locale, PushedAuthorizationRequest? pushed, Requester requester, CancellationToken cancellationToken)
    {
        var allowance = await TakeAllowanceAsync(requester, cancellationToken);
        if (!allowance.Allowed)
        {
            return new AuthorizationOutcome.RateLimited(allowance.RetryAfter);
        }

        request = await NameHintedAsync(request, cancellationToken);
        var grant = await storage.WriteAsync(
            async () =>
            {
                var grant = AuthorizationGrant.Request(request, locale, clock.GetUtcNow());
                return await TakeAsync(pushed, grant, cancellationToken) is { } earlier
                    ? await FindPendingAsync(earlier, cancellationToken)
                    : database.AuthorizationGrants.Add(grant).Entity;
            },
            cancellationToken);
        return grant is null ? UnknownRequestUri : new AuthorizationOutcome.Pending(
            grant, request.Prompts.HasFlag(AuthorizationPrompts.Create), request.Prompts.HasFlag(AuthorizationPrompts.SelectAccount));
    }

    // Only an ID token proves that the client knows the person: a sub in claims is an id that anybody can write, and must not bring out whose it is.
    private async Task<AuthorizationRequest> NameHintedAsync(AuthorizationRequest request, CancellationToken cancellationToken) =>
        request is { IdTokenHint: not null, Subject: { } subject }
        && await database.Users.Where(user => user.Id == subject).Select(user => user.UserName).SingleOrDefaultAsync(cancellationToken) is { } username
            ? request with { LoginHint = "mxid:" + matrix.Value.UserIdOf(username) }
            : request;

    /// <summary>Makes the grant the one of the pushed request; the grant that it became before, if it did: whoever opens the address again goes on with that (RFC 9126 §7.3).</summary>
    private async Task<Guid?> TakeAsync(PushedAuthorizationRequest? pushed, AuthorizationGrant grant, CancellationToken cancellationToken)
    {
        if (pushed is null)
        {
            return null;
        }

        var stored = await database.PushedAuthorizationRequests.SingleAsync(request => request.Id == pushed.Id, cancellationToken);
        if (stored.GrantId is null)
        {
            stored.Become(grant);
            return null;
        }

        return stored.GrantId;
    }

    // Shows no page, whatever happens (OpenID Connect Core §3.1.2.1).
    private async Task<AuthorizationResponse> AnswerSilentlyAsync(
        AuthorizationRequest request, Client client, string locale, PushedAuthorizationRequest? pushed, SignedInPerson? person, Requester requester, CancellationToken cancellationToken)
    {
        var grant = AuthorizationGrant.Request(request, locale, clock.GetUtcNow());
        if (SilentAuthorization.Refuse(grant, client, person) is { } refusal)
        {
            return AuthorizationResponse.Refused(grant.Return, refusal, issuer.Issuer);
        }

        return (await TakeAllowanceAsync(requester, cancellationToken)).Allowed
            ? await storage.WriteAsync(() => FulfilAsync(request, locale, pushed, person!, requester, cancellationToken), cancellationToken)
            : AuthorizationResponse.Refused(grant.Return, TooMany, issuer.Issuer);
    }

    private async Task<AuthorizationResponse> FulfilAsync(
        AuthorizationRequest request, string locale, PushedAuthorizationRequest? pushed, SignedInPerson person, Requester requester, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var grant = AuthorizationGrant.Request(request, locale, now);
        var session = await sessions.FindActiveAsync(person, cancellationToken);
        var allowed = await database.OAuthSessions.Where(app => app.UserId == person.UserId && app.ClientId == request.ClientId && app.FinishedAt == null)
            .Select(app => new { app.Scope, app.Claims }).Distinct().ToListAsync(cancellationToken);
        var refusal = session is null ? SilentAuthorization.LoginRequired
            : (await CheckAsync(grant, person.UserId, requester, cancellationToken)).Count > 0 ? ForbiddenHere
            : !allowed.Exists(app => SilentAuthorization.IsCovered(grant, app.Scope, app.Claims)) ? SilentAuthorization.ConsentRequired
            : await TakeAsync(pushed, grant, cancellationToken) is not null ? UsedBefore
            : null;
        if (refusal is not null)
        {
            return AuthorizationResponse.Refused(grant.Return, refusal, issuer.Issuer);
        }

        var code = secrets.Text(CodeLength);
        grant.Fulfil(session!, code, now);
        database.AuthorizationGrants.Add(grant);
        return AuthorizationResponse.Granted(grant.Return, code, issuer.Issuer);
    }

    private Task<RateLimitDecision> TakeAllowanceAsync(Requester requester, CancellationToken cancellationToken) =>
        limiter.TryTakeAsync(RateLimitKeys.Authorization, limits.Value.Authorization, RateLimitKeys.ForAddress(requester.Address), cancellationToken);

    /// <summary>The grant with its client; none if there is no such grant.</summary>
    public async Task<GrantOverview?> FindAsync(Guid grantId, CancellationToken cancellationToken) =>
        await (from grant in database.AuthorizationGrants.AsNoTracking()
               join client in database.Clients on grant.ClientId equals client.Id
               where grant.Id == grantId
               select new GrantOverview(grant, client)).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Whether nobody on this server has used the client yet, as the consent page says of it.</summary>
    public async Task<bool> IsNewHereAsync(Guid clientId, CancellationToken cancellationToken) =>
        !await database.OAuthSessions.AnyAsync(session => session.ClientId == clientId && session.UserId != null, cancellationToken); // what it did alone says nothing

    /// <summary>What stands against the grant for this person, from here; empty if it may be allowed (oauth contract, section 5.3).</summary>
    public Task<IReadOnlyList<GrantObjection>> CheckAsync(AuthorizationGrant grant, Guid userId, Requester requester, CancellationToken cancellationToken) =>
        policy.CheckAsync(ScopeSet.OfStored(grant.Scope), GrantTypes.AuthorizationCode, userId, requester, cancellationToken);

    /// <summary>The person allows it.</summary>
    /// <returns>The answer for the client; none if the grant is not pending, the session is over, the account cannot be used, or the policy says no.</returns>
    public Task<AuthorizationResponse?> AllowAsync(Guid grantId, SignedInPerson person, Requester requester, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var now = clock.GetUtcNow();
            var grant = await FindPendingAsync(grantId, cancellationToken);
            var session = await sessions.FindActiveAsync(person, cancellationToken);
            if (grant is null || session is null || grant.NeedsSignIn(person) || (await CheckAsync(grant, person.UserId, requester, cancellationToken)).Count > 0)
            {
                return null;
            }

            var code = secrets.Text(CodeLength);
            grant.Fulfil(session, code, now);
            return AuthorizationResponse.Granted(grant.Return, code, issuer.Issuer);
        },
        cancellationToken);

    /// <summary>The person refuses.</summary>
    /// <returns>The answer for the client; none if the grant is not pending any more.</returns>
    public Task<AuthorizationResponse?> RefuseAsync(Guid grantId, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var grant = await FindPendingAsync(grantId, cancellationToken);
            grant?.Cancel(clock.GetUtcNow());
            return grant is null ? null : AuthorizationResponse.Refused(grant.Return, Denied, issuer.Issuer);
        },
        cancellationToken);

    private Task<AuthorizationGrant?> FindPendingAsync(Guid grantId, CancellationToken cancellationToken) =>
        database.AuthorizationGrants.SingleOrDefaultAsync(
            grant => grant.Id == grantId && grant.FulfilledAt == null && grant.CancelledAt == null, cancellationToken);
}
