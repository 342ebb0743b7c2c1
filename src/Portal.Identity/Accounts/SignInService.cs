using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Deletion;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>Signs a person in with a password (flows contract, section 5.2).</summary>
public sealed class SignInService(
    Storage storage,
    BrowserSessions sessions,
    AccountNames names,
    PasswordProof proof,
    IOptions<LocalPasswordOptions> options,
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

        var began = proof.Begin();
        var name = matrix.Value.LocalpartOf(command.Identifier.Trim());
        var user = await names.FindAsync(name, cancellationToken);
        return await proof.TryAsync(began, user, names.Normalize(name), command.Password, command.Requester, cancellationToken) switch
        {
            PasswordProofOutcome.Proven proven => await storage.WriteAsync(() => BeginAsync(proven, command, cancellationToken), cancellationToken),
            PasswordProofOutcome.RateLimited limited => new SignInOutcome.RateLimited(limited.RetryAfter),
            _ => new SignInOutcome.Refused(),
        };
    }

    private async Task<SignInOutcome> BeginAsync(PasswordProofOutcome.Proven proven, SignInCommand command, CancellationToken cancellationToken)
    {
        // Read again inside the change: the password may have been changed, or the account locked, while it was hashed.
        if (await proof.ConfirmAsync(proven, cancellationToken) is not { } user)
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

        user.PasswordHash = proven.NewHash ?? user.PasswordHash;
        return new SignInOutcome.SignedIn(await sessions.BeginAsync(user, command.Requester, command.ReplacedSessionId, cancellationToken));
    }
}
