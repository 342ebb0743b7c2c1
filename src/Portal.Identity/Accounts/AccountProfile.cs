using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>What others see of a person (flows contract, section 9.2).</summary>
public sealed class AccountProfile(PortalDbContext database, Storage storage, BrowserSessions sessions, IOptions<AccountOptions> options)
{
    /// <summary>Whether people may change it.</summary>
    public bool CanChange => options.Value.DisplaynameChangeAllowed;

    /// <summary>Takes another display name.</summary>
    /// <param name="typed">Nothing but white space to go by the username.</param>
    public async Task<DisplayNameOutcome> RenameAsync(SignedInPerson person, string typed, CancellationToken cancellationToken)
    {
        if (!CanChange)
        {
            return DisplayNameOutcome.NotAllowed;
        }

        var name = DisplayNames.Read(typed);
        if (name is null && !string.IsNullOrWhiteSpace(typed))
        {
            return DisplayNameOutcome.Invalid;
        }

        await storage.WriteAsync(
            async () =>
            {
                if (await sessions.FindActiveAsync(person, cancellationToken) is not null)
                {
                    (await database.Users.SingleAsync(user => user.Id == person.UserId, cancellationToken)).Rename(name);
                }
            },
            cancellationToken);
        return DisplayNameOutcome.Saved;
    }
}
