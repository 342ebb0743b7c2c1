using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;

namespace Portal.Identity.Jose;

/// <summary>Lets what bears an id work once, whichever process sees it and however often they start: JWTs (RFC 7523 §3, RFC 9449 §11.1), answers of passkeys, proofs of work.</summary>
public sealed class ReplayGuard(PortalDbContext database, Storage storage, TimeProvider clock)
{
    /// <summary>Uses it up. Only after all else about it was found right: what is not believed must not fill the table.</summary>
    /// <param name="purpose">What kind of thing it is; ids of two kinds never meet.</param>
    /// <param name="issuer">Who chose the id; empty if it was us.</param>
    /// <param name="id">Of a JWT, its <c>jti</c>.</param>
    /// <param name="expiresAt">From when on it is refused anyway, leniency for clocks included.</param>
    /// <returns><see langword="false"/> if it was used before.</returns>
    public Task<bool> TryUseAsync(string purpose, string issuer, string id, DateTimeOffset expiresAt, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var hash = UsedJwt.HashOf(purpose, issuer, id);
            var used = await database.UsedJwts.SingleOrDefaultAsync(used => used.Hash == hash, cancellationToken);
            if (used is not null)
            {
                return used.TryUseAgain(expiresAt, clock.GetUtcNow());
            }

            database.UsedJwts.Add(UsedJwt.Remember(hash, expiresAt)); // of two at once one runs again, and finds the other's
            return true;
        },
        cancellationToken);
}
