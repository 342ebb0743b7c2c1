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

        if (wanted.Contains(ClaimNames.Name))
        {
            // A Matrix profile without a name of its own shows the username.
            claims[ClaimNames.Name] = await database.Users.Where(user => user.Id == userId).Select(user => user.DisplayName).SingleOrDefaultAsync(cancellationToken) ?? username;
        }

        if (wanted.Contains(ClaimNames.PreferredUsername))
        {
            claims[ClaimNames.PreferredUsername] = username;
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
