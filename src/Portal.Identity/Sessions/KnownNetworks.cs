using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Persistence;

namespace Portal.Identity.Sessions;

/// <summary>Tells the owner of an account of a sign-in from a network in which nobody had signed in to it. No address is looked up anywhere.</summary>
public sealed class KnownNetworks(PortalDbContext database, NetworkHashes hashes, AccountNotices owners, IOptions<AccountOptions> options, TimeProvider clock)
{
    /// <summary>Most networks that are known of one account; the one that was not used for the longest time is forgotten first.</summary>
    public const int Most = 50;

    /// <summary>Somebody signs in; part of the caller's change. The very first network of an account is not new: there is nobody whom it could surprise.</summary>
    /// <param name="sessionId">That begins with it.</param>
    /// <param name="isTold">Whether the owner is told of the sign-in for another reason; that says from where, too.</param>
    internal async Task MeetAsync(PortalUser user, Guid sessionId, Requester requester, bool isTold, CancellationToken cancellationToken)
    {
        if (!options.Value.NewNetworkNotices || requester.Address is not { } address)
        {
            return;
        }

        var (hash, now) = (hashes.Of(user.Id, address), clock.GetUtcNow());
        if (await database.KnownNetworks.Where(network => network.UserId == user.Id && hash.Contains(network.Hash)).OrderByDescending(network => network.LastSeenAt).FirstOrDefaultAsync(cancellationToken) is { } known)
        {
            known.MeetAgain(hash[0], now);
            return;
        }

        var others = await database.KnownNetworks.Where(network => network.UserId == user.Id).OrderByDescending(network => network.LastSeenAt).ThenByDescending(network => network.Id).ToListAsync(cancellationToken);
        database.KnownNetworks.RemoveRange(others.Skip(Most - 1));
        database.KnownNetworks.Add(KnownNetwork.Meet(user.Id, hash[0], now));
        if (others.Count > 0 && !isTold)
        {
            database.SecurityEvents.Add(SecurityEvent.Record(user.Id, SecurityEvent.NewNetwork, sessionId, requester.AddressText, now));
            await owners.AddAsync(user, NoticeKind.NewNetwork, requester, null, cancellationToken);
        }
    }

    /// <summary>Trusts none of them any more; part of the caller's change.</summary>
    internal Task ForgetAsync(Guid userId, CancellationToken cancellationToken) => database.KnownNetworks.Where(network => network.UserId == userId).ExecuteDeleteAsync(cancellationToken);
}
