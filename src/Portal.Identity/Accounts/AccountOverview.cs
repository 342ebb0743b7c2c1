using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Accounts.PersonalTokens;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>What the account pages say of an account at a glance.</summary>
public sealed class AccountOverview(
    PortalDbContext database,
    AccountSessionList sessions,
    IOptions<AccountOptions> options,
    IOptions<PersonalTokenOptions> tokens,
    PasswordSwitches passwords,
    SecondFactors factors,
    AccountPasskeys passkeys,
    PasskeySwitch passkeySwitch,
    IHomeserver homeserver)
{
    /// <param name="hereId">The browser session that asks.</param>
    public async Task<AccountSummary> OfAsync(Guid userId, Guid hereId, CancellationToken cancellationToken)
    {
        var counts = await sessions.CountAsync(userId, hereId, cancellationToken);
        return new AccountSummary
        {
            Browsers = counts.Browsers,
            Apps = counts.Apps,
            Unused = counts.Unused,
            Emails = await database.UserEmails.Where(email => email.UserId == userId).OrderBy(email => email.CreatedAt).Select(email => email.Address).ToListAsync(cancellationToken),
            HasPassword = passwords.Enabled && await HasPasswordAsync(userId, cancellationToken),
            PasswordChangedAt = await database.Users.Where(user => user.Id == userId).Select(user => user.PasswordChangedAt).SingleAsync(cancellationToken),
            SecondFactor = await factors.FindAsync(userId, cancellationToken),
            Passkeys = await database.Passkeys.CountAsync(passkey => passkey.UserId == userId, cancellationToken),
            CanHavePasskeys = passkeySwitch.Enabled,
            CanChangePassword = passwords.CanChange,
            CanChangeEmails = options.Value.EmailChangeAllowed,
            CanDelete = options.Value.AccountDeactivationAllowed,
            HasAccessTokens = tokens.Value.Allowed || await database.PersonalSessions.AnyAsync(session => session.OwnerUserId == userId && session.FinishedAt == null, cancellationToken),
            HasAppPasswords = passwords.AppPasswordsAllowed || await database.AppPasswords.AnyAsync(password => password.UserId == userId && password.FinishedAt == null, cancellationToken),
            CanResetIdentity = homeserver.Exists,
        };
    }

    /// <summary>How the person can prove again who they are.</summary>
    public async Task<ProofWays> WaysToProveAsync(Guid userId, CancellationToken cancellationToken)
    {
        var byPassword = passwords.Enabled && await HasPasswordAsync(userId, cancellationToken);
        return new ProofWays(
            Password: byPassword,
            Code: byPassword && await factors.HasSecondFactorAsync(userId, cancellationToken),
            Passkey: passkeySwitch.Enabled && await passkeys.HasAnyAsync(userId, cancellationToken),
            Elsewhere: await database.Set<IdentityUserLogin<Guid>>().AnyAsync(login => login.UserId == userId, cancellationToken));
    }

    private Task<bool> HasPasswordAsync(Guid userId, CancellationToken cancellationToken) =>
        database.Users.AnyAsync(user => user.Id == userId && user.PasswordHash != null, cancellationToken);
}
