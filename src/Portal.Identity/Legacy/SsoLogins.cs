using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Legacy;

/// <summary>Leads a sign-in from the app's redirect to the person's decision (compat contract, section 10).</summary>
public sealed class SsoLogins(
    PortalDbContext database, Storage storage, GrantPolicy policy, BrowserSessions sessions, RateLimiter limiter, IOptions<RateLimitOptions> limits, SecretGenerator secrets, TimeProvider clock)
{
    private const int TokenLength = 32;

    private static readonly OAuthError NoAddress = OAuthError.InvalidRequest("redirectUrl must be an absolute URL, without user name and password, that an app can be reached at.");

    /// <summary>An app wants to sign somebody in.</summary>
    /// <param name="redirectUrl">Where the answer goes.</param>
    /// <returns><c>invalid_request</c> if that is no address of an app; 429 if there were too many requests.</returns>
    public async Task<OAuthResult<SsoLogin>> RequestAsync(string? redirectUrl, Requester requester, CancellationToken cancellationToken)
    {
        if (!LoginRedirect.TryParse(redirectUrl, out var target))
        {
            return NoAddress;
        }

        // Anybody may ask, and each question is kept for days: as many an address as of the other kind, and no more.
        return await limiter.TryTakeAsync(
            RateLimitKeys.Authorization,
            limits.Value.Authorization,
            RateLimitKeys.ForAddress(requester.Address),
            () => Task.FromResult(database.SsoLogins.Add(SsoLogin.Request(target.Href, clock.GetUtcNow())).Entity),
            cancellationToken);
    }

    /// <summary>The login as it is stored; none if there is no such login.</summary>
    public Task<SsoLogin?> FindAsync(Guid loginId, CancellationToken cancellationToken) =>
        database.SsoLogins.AsNoTracking().SingleOrDefaultAsync(login => login.Id == loginId, cancellationToken);

    /// <summary>What stands against it for this person, from here; empty if they may allow it.</summary>
    public Task<IReadOnlyList<GrantObjection>> CheckAsync(Guid userId, Requester requester, CancellationToken cancellationToken) =>
        policy.CheckAsync(userId, requester, cancellationToken);

    /// <summary>The person allows it.</summary>
    /// <returns>Where the browser goes, with the login token; none if the login is not pending, has expired, the session is over, the account cannot be used, or the policy says no.</returns>
    public Task<string?> AllowAsync(Guid loginId, SignedInPerson person, Requester requester, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var now = clock.GetUtcNow();
            var login = await FindPendingAsync(loginId, cancellationToken);
            var session = await sessions.FindActiveAsync(person, cancellationToken);
            if (login is null || session is null || person.IsProofVoid || login.HasExpired(now) || (await CheckAsync(person.UserId, requester, cancellationToken)).Count > 0)
            {
                return null;
            }

            var token = secrets.Text(TokenLength);
            login.Fulfil(session, token, now);
            return LoginRedirect.WithToken(login.RedirectUri, token);
        },
        cancellationToken);

    /// <summary>The person refuses: nobody can allow it any more.</summary>
    /// <returns><see langword="false"/> if it was decided before.</returns>
    public Task<bool> RefuseAsync(Guid loginId, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var login = await FindPendingAsync(loginId, cancellationToken);
            if (login is not null)
            {
                database.SsoLogins.Remove(login);
            }

            return login is not null;
        },
        cancellationToken);

    private Task<SsoLogin?> FindPendingAsync(Guid loginId, CancellationToken cancellationToken) =>
        database.SsoLogins.SingleOrDefaultAsync(login => login.Id == loginId && login.FulfilledAt == null, cancellationToken);
}
