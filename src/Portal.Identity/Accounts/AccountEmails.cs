using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts;

/// <summary>A person's proven addresses.</summary>
public sealed class AccountEmails(PortalDbContext database)
{
    /// <summary>As they were written, the oldest first.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        await database.UserEmails.Where(email => email.UserId == userId).OrderBy(email => email.CreatedAt).Select(email => email.Address).ToListAsync(cancellationToken);
}
