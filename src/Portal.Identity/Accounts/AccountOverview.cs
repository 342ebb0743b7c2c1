using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts;

/// <summary>What the account pages say of an account at a glance.</summary>
public sealed class AccountOverview(PortalDbContext database, IOptions<AccountOptions> options, IOptions<LocalPasswordOptions> passwords, TimeProvider clock)
{
    /// <summary>What has not been used for so long is probably forgotten.</summary>
    public static readonly TimeSpan Unused = TimeSpan.FromDays(90);

    public async Task<AccountSummary> OfAsync(Guid userId, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Unused;
        var browsers = database.BrowserSessions.Where(session => session.UserId == userId && session.FinishedAt == null);
        var apps = database.OAuthSessions.Where(session => session.UserId == userId && session.FinishedAt == null);
        return new AccountSummary
        {
            Browsers = await browsers.CountAsync(cancellationToken),
            Apps = await apps.CountAsync(cancellationToken),
            Unused = await browsers.CountAsync(session => session.LastActiveAt < before, cancellationToken) + await apps.CountAsync(session => session.LastActiveAt < before, cancellationToken),
            Emails = await database.UserEmails.Where(email => email.UserId == userId).OrderBy(email => email.CreatedAt).Select(email => email.Address).ToListAsync(cancellationToken),
            HasPassword = passwords.Value.Enabled && await HasPasswordAsync(userId, cancellationToken),
            CanChangePassword = options.Value.PasswordChangeAllowed,
            CanChangeEmails = options.Value.EmailChangeAllowed,
            CanDelete = options.Value.AccountDeactivationAllowed,
        };
    }

    /// <summary>How the person can prove again who they are.</summary>
    public async Task<ProofKind> ProofOfAsync(Guid userId, CancellationToken cancellationToken) =>
        passwords.Value.Enabled && await HasPasswordAsync(userId, cancellationToken) ? ProofKind.Password
        : await database.Set<IdentityUserLogin<Guid>>().AnyAsync(login => login.UserId == userId, cancellationToken)
            || await database.Set<IdentityUserPasskey<Guid>>().AnyAsync(passkey => passkey.UserId == userId, cancellationToken) ? ProofKind.SignIn
        : ProofKind.None;

    private Task<bool> HasPasswordAsync(Guid userId, CancellationToken cancellationToken) =>
        database.Users.AnyAsync(user => user.Id == userId && user.PasswordHash != null, cancellationToken);
}
