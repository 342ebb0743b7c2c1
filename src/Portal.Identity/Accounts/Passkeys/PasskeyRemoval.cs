using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Passkeys;

/// <summary>Takes passkeys from an account when its owner comes back to it: those that somebody else may have; each of these is part of the caller's change, which tells the owner.</summary>
public sealed class PasskeyRemoval(PortalDbContext database, TimeProvider clock)
{
    /// <summary>Whether the account has any that are younger than <see cref="Emails.UserEmail.EstablishedAfter"/>: whoever got in lately may have added them, to get in again.</summary>
    public async Task<bool> HasRecentAsync(PortalUser user, CancellationToken cancellationToken) => (await ListRecentAsync(user, cancellationToken)).Count > 0;

    /// <summary>Removes those. The owner's own can be added anew.</summary>
    public async Task RemoveRecentAsync(PortalUser user, Requester requester, CancellationToken cancellationToken) => Remove(await ListRecentAsync(user, cancellationToken), requester);

    /// <summary>Removes all: they are on what the owner has lost.</summary>
    /// <returns>What was removed.</returns>
    public async Task<IReadOnlyList<Passkey>> RemoveAllAsync(PortalUser user, Requester requester, CancellationToken cancellationToken) => Remove(await ListAsync(user, cancellationToken), requester);

    private List<Passkey> Remove(List<Passkey> passkeys, Requester requester)
    {
        database.Passkeys.RemoveRange(passkeys);
        database.SecurityEvents.AddRange(passkeys.Select(passkey =>
            SecurityEvent.Record(passkey.UserId, SecurityEvent.PasskeyRemoved, null, requester.AddressText, clock.GetUtcNow(), passkey.Name)));
        return passkeys;
    }

    private async Task<List<Passkey>> ListRecentAsync(PortalUser user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return (await ListAsync(user, cancellationToken)).FindAll(passkey => !passkey.IsEstablished(user, now));
    }

    private Task<List<Passkey>> ListAsync(PortalUser user, CancellationToken cancellationToken) =>
        database.Passkeys.Where(passkey => passkey.UserId == user.Id).OrderBy(passkey => passkey.Id).ToListAsync(cancellationToken);
}
