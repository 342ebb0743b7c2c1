using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts.AppPasswords;

/// <summary>Whether what an app sent as the password is an app password of the account.</summary>
public sealed class AppPasswordProof(PortalDbContext database, PasswordSwitches switches)
{
    /// <summary>Its id; none if it is none that works. Asks the same of the database whether there is such an account or not.</summary>
    /// <param name="userId">None if nobody has the name.</param>
    /// <param name="typed">As sent.</param>
    public async Task<Guid?> FindAsync(Guid? userId, string typed, CancellationToken cancellationToken)
    {
        if (!switches.AppPasswordsAllowed || !AppPasswordText.TryParse(typed, out var text))
        {
            return null;
        }

        var (owner, hash) = (userId ?? Guid.Empty, text.Hash);
        return await database.AppPasswords.Where(password => password.UserId == owner && password.Hash == hash && password.FinishedAt == null)
            .Select(password => (Guid?)password.Id).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The app password as it is now, if it still works, and its owner, who may be locked or deleted; part of the change that begins a session, in which nobody ends it.</summary>
    public async Task<(PortalUser Owner, AppPassword Password)?> ConfirmAsync(PasswordProofOutcome.ProvenByAppPassword proven, CancellationToken cancellationToken)
    {
        var password = await database.AppPasswords.SingleOrDefaultAsync(
            password => password.Id == proven.AppPasswordId && password.UserId == proven.UserId && password.FinishedAt == null, cancellationToken);
        return password is null ? null : (await database.Users.SingleAsync(user => user.Id == proven.UserId, cancellationToken), password);
    }
}
