using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Deletion;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>Signs a person in with a password (flows contract, section 5.2).</summary>
/// <remarks>
/// Known and unknown names cost the same: the same limits, a hash, the same answer after the same time. The contract spares unknown
/// names the limit; that would let a stranger tell them apart by being limited or not, so here every try counts.
/// </remarks>
public sealed class SignInService(
    PortalDbContext database,
    Storage storage,
    BrowserSessions sessions,
    PasswordSchemes passwords,
    PasswordGate gate,
    EvenRefusals refusals,
    PasswordAllowance allowance,
    AccountPassword account,
    ILookupNormalizer normalizer,
    IOptions<LocalPasswordOptions> options,
    IOptions<AccountOptions> accounts,
    IOptions<MatrixOptions> matrix,
    TimeProvider clock)
{
    /// <exception cref="PasswordGateBusyException">Too many people are signing in at this moment; nothing was hashed.</exception>
    public async Task<SignInOutcome> SignInAsync(SignInCommand command, CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            return new SignInOutcome.Refused();
        }

        var began = refusals.Begin();
        var name = matrix.Value.LocalpartOf(command.Identifier.Trim());
        var user = await FindAsync(name, cancellationToken);
        if (await allowance.TryTakeAsync(command.Requester, user?.Id.ToString() ?? normalizer.NormalizeName(name), cancellationToken) is { Allowed: false } limited)
        {
            return new SignInOutcome.RateLimited(limited.RetryAfter);
        }

        var (verified, newHash) = await gate.RunAsync(() => Verify(user, command.Password), cancellationToken);
        if (user is null || verified == PasswordVerificationResult.Failed)
        {
            await refusals.WaitAsync(began, cancellationToken);
            return new SignInOutcome.Refused();
        }

        return await storage.WriteAsync(() => BeginAsync(user, newHash, command, cancellationToken), cancellationToken);
    }

    private (PasswordVerificationResult Verified, string? NewHash) Verify(PortalUser? user, string password) =>
        user?.PasswordHash is { } hash
            ? (passwords.Verify(hash, password), passwords.Rehash(hash, password))
            : (passwords.VerifyNobody(password), null);

    private async Task<SignInOutcome> BeginAsync(PortalUser verified, string? newHash, SignInCommand command, CancellationToken cancellationToken)
    {
        // Read again inside the change: the password may have been changed, or the account locked, while it was hashed.
        await account.LockAsync(verified.Id, cancellationToken);
        var user = await database.Users.SingleAsync(user => user.Id == verified.Id, cancellationToken);
        if (user.PasswordHash != verified.PasswordHash)
        {
            return new SignInOutcome.Refused();
        }

        if (user.DeactivatedAt is not null)
        {
            var now = clock.GetUtcNow();
            return new SignInOutcome.Deactivated(user.CanComeBack(now) ? new AccountReturn(user.Id, user.DeletionDueAt!.Value, now) : null);
        }

        if (user.LockedAt is not null)
        {
            return new SignInOutcome.Locked();
        }

        user.PasswordHash = newHash ?? user.PasswordHash;
        return new SignInOutcome.SignedIn(await sessions.BeginAsync(user, command.Requester, command.ReplacedSessionId, cancellationToken));
    }

    private async Task<PortalUser?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            return null; // PostgreSQL takes no such text, and nobody has such a name
        }

        if (accounts.Value.LoginWithEmailAllowed && EmailAddress.TryParse(name, out var address))
        {
            // An address that several accounts have signs in none of them.
            var owners = await database.UserEmails.Where(email => email.NormalizedAddress == address.Normalised)
                .Select(email => email.UserId).Take(2).ToListAsync(cancellationToken);
            if (owners.Count == 1)
            {
                return await database.Users.AsNoTracking().SingleAsync(user => user.Id == owners[0], cancellationToken);
            }
        }

        var normalized = normalizer.NormalizeName(name);
        return await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.NormalizedUserName == normalized, cancellationToken);
    }
}
