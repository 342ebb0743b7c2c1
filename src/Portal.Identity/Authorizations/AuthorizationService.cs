using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Clients;
using Portal.Identity.Discovery;
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
    RequesterPolicy requesters,
    RateLimiter limiter,
    IOptions<RateLimitOptions> limits,
    SecretGenerator secrets,
    IssuerAddress issuer,
    TimeProvider clock)
{
    private const string RequestLimit = "authorization";
    private const int CodeLength = 32;
    private static readonly OAuthError Denied = new("access_denied", "The person did not allow it.");

    /// <summary>Judges a request to <c>/authorize</c>; one that may go on becomes a pending grant.</summary>
    public async Task<AuthorizationOutcome> RequestAsync(OAuthResult<OAuthForm> form, string locale, Requester requester, CancellationToken cancellationToken)
    {
        var client = form.Succeeded ? await clients.FindAsync(form.Value["client_id"], requester, cancellationToken) : null;
        switch (AuthorizationRequestReader.Read(form, client))
        {
            case AuthorizationDecision.RefusedOnPage page:
                return new AuthorizationOutcome.RefusedOnPage(page);
            case AuthorizationDecision.RefusedToClient refused:
                return new AuthorizationOutcome.Answered(AuthorizationResponse.Refused(refused.Return, refused.Error, issuer.Issuer));
            case AuthorizationDecision.Accepted accepted:
                return await StoreAsync(accepted.Request, locale, requester, cancellationToken);
            default:
                throw new InvalidOperationException("A request is accepted, refused to the client or refused on a page.");
        }
    }

    // Anybody may ask, and each question is kept for days: so many an address, and no more.
    private async Task<AuthorizationOutcome> StoreAsync(AuthorizationRequest request, string locale, Requester requester, CancellationToken cancellationToken)
    {
        var allowance = await limiter.TryTakeAsync(RequestLimit, limits.Value.Authorization, RateLimitKeys.ForAddress(requester.Address), cancellationToken);
        if (!allowance.Allowed)
        {
            return new AuthorizationOutcome.RateLimited(allowance.RetryAfter);
        }

        var grant = AuthorizationGrant.Request(request, locale, clock.GetUtcNow());
        await storage.WriteAsync(
            () =>
            {
                database.AuthorizationGrants.Add(grant);
                return Task.CompletedTask;
            },
            cancellationToken);
        return new AuthorizationOutcome.Pending(grant, request.Prompts.HasFlag(AuthorizationPrompts.Create));
    }

    /// <summary>The grant with its client; none if there is no such grant.</summary>
    public async Task<GrantOverview?> FindAsync(Guid grantId, CancellationToken cancellationToken) =>
        await (from grant in database.AuthorizationGrants.AsNoTracking()
               join client in database.Clients on grant.ClientId equals client.Id
               where grant.Id == grantId
               select new GrantOverview(grant, client)).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Whether nobody on this server has used the client yet, as the consent page says of it.</summary>
    public async Task<bool> IsNewHereAsync(Guid clientId, CancellationToken cancellationToken) =>
        !await database.OAuthSessions.AnyAsync(session => session.ClientId == clientId, cancellationToken);

    /// <summary>What stands against the grant for this person, from here; empty if it may be allowed (oauth contract, section 5.3).</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(AuthorizationGrant grant, Guid userId, Requester requester, CancellationToken cancellationToken)
    {
        var mayRequestAdmin = await database.Users.Where(user => user.Id == userId).Select(user => user.CanRequestAdmin).SingleOrDefaultAsync(cancellationToken);
        return
        [
            .. ScopePolicy.Violations(ScopeSet.Of(grant.Scope.Split(' ')), GrantTypes.AuthorizationCode, mayRequestAdmin),
            .. requesters.Check(requester.Address, requester.UserAgent).Select(violation => violation.Message),
        ];
    }

    /// <summary>The person allows it.</summary>
    /// <returns>The answer for the client; none if the grant is not pending, the session is over, the account cannot be used, or the policy says no.</returns>
    public Task<AuthorizationResponse?> AllowAsync(Guid grantId, SignedInPerson person, Requester requester, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var now = clock.GetUtcNow();
            var grant = await FindPendingAsync(grantId, cancellationToken);
            var session = await FindSessionAsync(person, cancellationToken);
            if (grant is null || session is null || grant.NeedsFreshSignIn(person) || (await CheckAsync(grant, person.UserId, requester, cancellationToken)).Count > 0)
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

    // As it is now, not as it was when the page was opened.
    private Task<BrowserSession?> FindSessionAsync(SignedInPerson person, CancellationToken cancellationToken) =>
        database.BrowserSessions.SingleOrDefaultAsync(
            session => session.Id == person.BrowserSessionId && session.UserId == person.UserId && session.FinishedAt == null
                && database.Users.Any(user => user.Id == session.UserId && user.LockedAt == null && user.DeactivatedAt == null),
            cancellationToken);

    private Task<AuthorizationGrant?> FindPendingAsync(Guid grantId, CancellationToken cancellationToken) =>
        database.AuthorizationGrants.SingleOrDefaultAsync(
            grant => grant.Id == grantId && grant.FulfilledAt == null && grant.CancelledAt == null, cancellationToken);
}
