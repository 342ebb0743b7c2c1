using Portal.Identity.Accounts.Deletion;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>Lets somebody in who has proven everything, or tells them why their account is closed; only they are told.</summary>
public sealed class SignInAdmission(BrowserSessions sessions, SecondStepPolicy policy, TimeProvider clock)
{
    /// <summary>Part of the caller's change.</summary>
    /// <param name="replacedSessionId">As in <see cref="SignInCommand"/>.</param>
    public async Task<SignInOutcome> AdmitAsync(PortalUser user, SignInProof done, Requester requester, Guid? replacedSessionId, CancellationToken cancellationToken)
    {
        if (user.DeactivatedAt is not null)
        {
            return new SignInOutcome.Deactivated(user.CanComeBack(clock.GetUtcNow()) ? new AccountReturn(user.Id, user.DeletionDueAt!.Value, done) : null);
        }

        if (user.LockedAt is not null)
        {
            return new SignInOutcome.Locked();
        }

        return new SignInOutcome.SignedIn(await sessions.BeginAsync(user, requester, replacedSessionId, done, cancellationToken))
        {
            SecondStepDueAt = done.Methods == ProofMethods.Password ? policy.Remind(user, clock.GetUtcNow()) : null,
        };
    }
}
