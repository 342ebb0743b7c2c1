using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Devices;

/// <summary>Lets a person decide what becomes of a device's wish (RFC 8628 §3.3; oauth contract, section 8.3).</summary>
public sealed class DeviceConsent(PortalDbContext database, Storage storage, GrantPolicy policy, BrowserSessions sessions, TimeProvider clock)
{
    /// <summary>The grant with its client; none if there is no such grant.</summary>
    public async Task<DeviceGrantOverview?> FindAsync(Guid grantId, CancellationToken cancellationToken) =>
        await (from grant in database.DeviceCodeGrants.AsNoTracking()
               join client in database.Clients on grant.ClientId equals client.Id
               where grant.Id == grantId
               select new DeviceGrantOverview(grant, client)).SingleOrDefaultAsync(cancellationToken);

    /// <summary>What stands against the grant for this person, from here; empty if it may be allowed (oauth contract, section 5.3).</summary>
    public Task<IReadOnlyList<GrantObjection>> CheckAsync(DeviceCodeGrant grant, Guid userId, Requester requester, CancellationToken cancellationToken) =>
        policy.CheckAsync(grant.ReadScope(), GrantTypes.DeviceCode, userId, requester, cancellationToken);

    /// <summary>The person allows it.</summary>
    /// <param name="locale">The language of the page.</param>
    /// <returns><see langword="false"/>, and no change, if the grant is not pending or has expired, the session is over, the account cannot be used, or the policy says no.</returns>
    public Task<bool> AllowAsync(Guid grantId, SignedInPerson person, string locale, Requester requester, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var now = clock.GetUtcNow();
            var grant = await FindPendingAsync(grantId, now, cancellationToken);
            var session = await sessions.FindActiveAsync(person, cancellationToken);
            if (grant is null || session is null || person.IsProofVoid || (await CheckAsync(grant, person.UserId, requester, cancellationToken)).Count > 0)
            {
                return false;
            }

            grant.Fulfil(session, locale, now);
            return true;
        },
        cancellationToken);

    /// <summary>The person refuses.</summary>
    /// <returns><see langword="false"/>, and no change, if the grant is not pending any more or has expired.</returns>
    public Task<bool> RejectAsync(Guid grantId, string locale, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var now = clock.GetUtcNow();
            var grant = await FindPendingAsync(grantId, now, cancellationToken);
            grant?.Reject(locale, now);
            return grant is not null;
        },
        cancellationToken);

    private Task<DeviceCodeGrant?> FindPendingAsync(Guid grantId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.DeviceCodeGrants.SingleOrDefaultAsync(
            grant => grant.Id == grantId && grant.ExpiresAt > now && grant.FulfilledAt == null && grant.RejectedAt == null, cancellationToken);
}
