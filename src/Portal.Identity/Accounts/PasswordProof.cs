using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts.AppPasswords;
using Portal.Identity.Accounts.FailedSignIns;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>Whether somebody who wants to sign in knows the password of the account that they name, in a form or by a program.</summary>
/// <remarks>
/// Known and unknown names cost the same: the same limits, a hash, the same answer after the same time. The contract spares unknown
/// names the limit; that would let a stranger tell them apart by being limited or not, so here every try counts.
/// </remarks>
public sealed class PasswordProof(
    PortalDbContext database, PasswordSchemes passwords, PasswordGate gate, EvenRefusals refusals, PasswordAllowance allowance, AccountPassword account, AppPasswordProof appPasswords,
    FailedSignInTracker failures, TimeProvider clock)
{
    /// <summary>The question has come; nobody has looked yet for whom it is.</summary>
    /// <returns>To be handed to <see cref="TryAsync"/>.</returns>
    public long Begin() => refusals.Begin();

    /// <param name="began">As of <see cref="Begin"/>.</param>
    /// <param name="user">None if nobody has that name.</param>
    /// <param name="name">For which the try counts if nobody has it, in one spelling.</param>
    /// <exception cref="PasswordGateBusyException">Too many people are signing in at this moment; nothing was hashed.</exception>
    public async Task<PasswordProofOutcome> TryAsync(long began, PortalUser? user, string name, string password, Requester requester, CancellationToken cancellationToken) =>
        await LimitAsync(user, name, requester, cancellationToken) ?? await CompareAsync(began, user, password, requester, cancellationToken);

    /// <summary>The same for an app of the legacy login, which may have a password of its own. One that is neither costs as much, and is answered as late.</summary>
    /// <inheritdoc cref="TryAsync"/>
    public async Task<PasswordProofOutcome> TryForAppAsync(long began, PortalUser? user, string name, string password, Requester requester, CancellationToken cancellationToken) =>
        await LimitAsync(user, name, requester, cancellationToken)
        ?? (await appPasswords.FindAsync(user?.Id, password, cancellationToken) is { } appPasswordId
            ? new PasswordProofOutcome.ProvenByAppPassword(user!.Id, appPasswordId)
            : await CompareAsync(began, user, password, requester, cancellationToken));

    private async Task<PasswordProofOutcome?> LimitAsync(PortalUser? user, string name, Requester requester, CancellationToken cancellationToken) =>
        await allowance.TryTakeAsync(requester, user?.Id.ToString() ?? name, cancellationToken) is { Allowed: false } limited ? new PasswordProofOutcome.RateLimited(limited.RetryAfter) : null;

    private async Task<PasswordProofOutcome> CompareAsync(long began, PortalUser? user, string password, Requester requester, CancellationToken cancellationToken)
    {
        var (verified, newHash) = await gate.RunAsync(() => Verify(user, password), cancellationToken);
        if (user is null || verified == PasswordVerificationResult.Failed)
        {
            failures.Record(user?.Id, requester, clock.GetUtcNow());
            await refusals.WaitAsync(began, cancellationToken);
            return new PasswordProofOutcome.Refused();
        }

        return new PasswordProofOutcome.Proven(user.Id, user.PasswordHash!, newHash);
    }

    /// <summary>The account as it is now, which may be locked or deleted; none if the password was replaced while it was looked at.</summary>
    /// <remarks>Part of the caller's change, until whose end nobody replaces the password.</remarks>
    public async Task<PortalUser?> ConfirmAsync(PasswordProofOutcome.Proven proven, CancellationToken cancellationToken)
    {
        await account.LockAsync(proven.UserId, cancellationToken);
        var user = await database.Users.SingleAsync(user => user.Id == proven.UserId, cancellationToken);
        return user.PasswordHash == proven.Hash ? user : null;
    }

    private (PasswordVerificationResult Verified, string? NewHash) Verify(PortalUser? user, string password) =>
        user?.PasswordHash is { } hash
            ? (passwords.Verify(hash, password), passwords.Rehash(hash, password))
            : (passwords.VerifyNobody(password), null);
}
