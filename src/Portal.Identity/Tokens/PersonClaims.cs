using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;

namespace Portal.Identity.Tokens;

/// <summary>What the portal knows of a person, as claims (OpenID Connect Core §5.1).</summary>
public sealed class PersonClaims(PortalDbContext database)
{
    /// <summary>Adds those of the names that have a value.</summary>
    /// <param name="names">Of <see cref="ClaimNames.OfPerson"/>.</param>
    public async Task AddAsync(Dictionary<string, object> claims, Guid userId, string username, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var wanted = names.ToHashSet(StringComparer.Ordinal);

        // A new Matrix profile shows the username as the name; the portal knows no other.
        foreach (var name in wanted.Where(name => name is ClaimNames.Name or ClaimNames.PreferredUsername).Order(StringComparer.Ordinal))
        {
            claims[name] = username;
        }

        if ((wanted.Contains(ClaimNames.Email) || wanted.Contains(ClaimNames.EmailVerified)) && await FindAddressAsync(userId, cancellationToken) is { } address)
        {
            if (wanted.Contains(ClaimNames.Email))
            {
                claims[ClaimNames.Email] = address;
            }

            if (wanted.Contains(ClaimNames.EmailVerified))
            {
                claims[ClaimNames.EmailVerified] = true;
            }
        }
    }

    // D14: the oldest address, since every address of an account is proven and none is first.
    private Task<string?> FindAddressAsync(Guid userId, CancellationToken cancellationToken) => database.UserEmails
        .Where(email => email.UserId == userId).OrderBy(email => email.CreatedAt).Select(email => email.Address).FirstOrDefaultAsync(cancellationToken);
}
