using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts;

/// <summary>Which version of the terms a person has accepted, and when. A version is known by its address: new terms have a new one.</summary>
public sealed class AcceptedTerms(PortalDbContext database, Storage storage, TimeProvider clock)
{
    /// <summary>The address of the terms that the person accepted last; none if they have accepted none.</summary>
    public Task<string?> FindAsync(Guid userId, CancellationToken cancellationToken) =>
        database.Users.Where(user => user.Id == userId).Select(user => user.AcceptedTermsUri).SingleOrDefaultAsync(cancellationToken);

    public Task AcceptAsync(Guid userId, string uri, CancellationToken cancellationToken) => storage.WriteAsync(
        async () => (await database.Users.SingleAsync(user => user.Id == userId, cancellationToken)).AcceptTerms(uri, clock.GetUtcNow()),
        cancellationToken);
}
