using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Passkeys;

/// <summary>Passkeys that an account has had for less than <see cref="Emails.UserEmail.EstablishedAfter"/>: whoever got into it lately may have added them, to get in again.</summary>
public sealed class RecentPasskeys(PortalDbContext database, TimeProvider clock)
{
    public async Task<bool> HasAnyAsync(PortalUser user, CancellationToken cancellationToken) => (await ListAsync(user, cancellationToken)).Count > 0;

    /// <summary>Removes them where the owner comes back in by a mail and everybody else has to go; part of the caller's change. The owner's own can be added anew.</summary>
    public async Task RemoveAsync(PortalUser user, Requester requester, CancellationToken cancellationToken)
    {
        foreach (var passkey in await ListAsync(user, cancellationToken))
        {
            database.Passkeys.Remove(passkey);
            database.SecurityEvents.Add(SecurityEvent.Record(user.Id, SecurityEvent.PasskeyRemoved, null, requester.AddressText, clock.GetUtcNow(), passkey.Name));
        }
    }

    private async Task<List<Passkey>> ListAsync(PortalUser user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return (await database.Passkeys.Where(passkey => passkey.UserId == user.Id).ToListAsync(cancellationToken)).FindAll(passkey => !passkey.IsEstablished(user, now));
    }
}
