using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;

namespace Portal.Identity.Accounts;

/// <summary>Finds the account that somebody means who wants to sign in.</summary>
public sealed class AccountNames(PortalDbContext database, ILookupNormalizer normalizer, IOptions<AccountOptions> options)
{
    /// <summary>Whether an address may be typed in place of the username.</summary>
    public bool AddressesAllowed => options.Value.LoginWithEmailAllowed;

    /// <summary>The same for every spelling of a name.</summary>
    public string Normalize(string name) => normalizer.NormalizeName(name);

    /// <summary>By username or, where that is allowed, by address. Not tracked.</summary>
    public async Task<PortalUser?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            return null; // PostgreSQL takes no such text, and nobody has such a name
        }

        if (await FindByAddressAsync(name, cancellationToken) is { } owner)
        {
            return owner;
        }

        var normalized = Normalize(name);
        return await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.NormalizedUserName == normalized, cancellationToken);
    }

    /// <summary>By address, where that is allowed. An address that several accounts have signs in none of them.</summary>
    public async Task<PortalUser?> FindByAddressAsync(string text, CancellationToken cancellationToken)
    {
        if (!AddressesAllowed || !EmailAddress.TryParse(text, out var address))
        {
            return null;
        }

        var owners = await database.UserEmails.Where(email => email.NormalizedAddress == address.Normalised)
            .Select(email => email.UserId).Take(2).ToListAsync(cancellationToken);
        return owners is [var owner] ? await database.Users.AsNoTracking().SingleAsync(user => user.Id == owner, cancellationToken) : null;
    }
}
