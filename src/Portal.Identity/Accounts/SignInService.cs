using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>Signs a person in with a password (flows contract, section 5.2), and a second step if their account has one.</summary>
/// <remarks>Whether the account is locked or deleted is told only after all steps (<see cref="SignInAdmission"/>): until then nobody has proven to be its owner.</remarks>
public sealed class SignInService(
    PortalDbContext database,
    Storage storage,
    SignInAdmission admission,
    AccountNames names,
    AccountPassword account,
    PasswordProof proof,
    SecondFactorProof secondStep,
    SecondFactors factors,
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
            PasswordProofOutcome.Proven proven => await TakeStepsAsync(proven, command, cancellationToken),
            PasswordProofOutcome.RateLimited limited => new SignInOutcome.RateLimited(limited.RetryAfter),
            _ => new SignInOutcome.Refused(),
        };
    }

    /// <summary>Takes the second step of a sign-in whose first was <see cref="SignInAsync"/>.</summary>
    /// <param name="code">Of the authenticator, or a recovery code.</param>
    /// <param name="replacedSessionId">As in <see cref="SignInCommand"/>.</param>
    public async Task<SignInOutcome> FinishAsync(PendingSignIn pending, string code, Requester requester, Guid? replacedSessionId, CancellationToken cancellationToken)
    {
        if (pending.HasExpired(clock.GetUtcNow()))
        {
            return new SignInOutcome.Expired();
        }

        return await secondStep.TryTakeAsync(pending.UserId, cancellationToken) is { Allowed: false } limited
            ? await WarnAsync(pending.UserId, requester, limited, cancellationToken)
            : await storage.WriteAsync(() => FinishOnceAsync(pending, code, requester, replacedSessionId, cancellationToken), cancellationToken);
    }

    private async Task<SignInOutcome> TakeStepsAsync(PasswordProofOutcome.Proven proven, SignInCommand command, CancellationToken cancellationToken) =>
        command.Code is not null && await factors.HasSecondFactorAsync(proven.UserId, cancellationToken) && await secondStep.TryTakeAsync(proven.UserId, cancellationToken) is { Allowed: false } limited
            ? await WarnAsync(proven.UserId, command.Requester, limited, cancellationToken)
            : await storage.WriteAsync(() => BeginAsync(proven, command, cancellationToken), cancellationToken);

    private async Task<SignInOutcome> BeginAsync(PasswordProofOutcome.Proven proven, SignInCommand command, CancellationToken cancellationToken)
    {
        // Read again inside the change: the password may have been changed, or the account locked, while it was hashed.
        if (await proof.ConfirmAsync(proven, cancellationToken) is not { } user)
        {
            return new SignInOutcome.Refused();
        }

        user.PasswordHash = proven.NewHash ?? user.PasswordHash; // also where another step follows: this one is done
        var (now, methods) = (clock.GetUtcNow(), ProofMethods.Password);
        if (await factors.HasSecondFactorAsync(user.Id, cancellationToken))
        {
            if (command.Code is null)
            {
                return new SignInOutcome.NeedsSecondStep(new PendingSignIn(user.Id, now));
            }

            if (await secondStep.UseAsync(user, command.Code, command.Requester, cancellationToken) is not { } second)
            {
                return new SignInOutcome.WrongCode();
            }

            methods |= second;
        }

        return await admission.AdmitAsync(user, new SignInProof(now, methods), command.Requester, command.ReplacedSessionId, cancellationToken);
    }

    private async Task<SignInOutcome> FinishOnceAsync(PendingSignIn pending, string code, Requester requester, Guid? replacedSessionId, CancellationToken cancellationToken)
    {
        await account.LockAsync(pending.UserId, cancellationToken);
        if (await database.Users.SingleOrDefaultAsync(user => user.Id == pending.UserId, cancellationToken) is not { } user
            || user.PasswordChangedAt >= pending.ProvenAt // the password that was proven is not the one that counts now
            || !await factors.HasSecondFactorAsync(user.Id, cancellationToken)) // nor is it known any more what was to come after it
        {
            return new SignInOutcome.Expired();
        }

        return await secondStep.UseAsync(user, code, requester, cancellationToken) is { } second
            ? await admission.AdmitAsync(user, new SignInProof(pending.ProvenAt, ProofMethods.Password | second), requester, replacedSessionId, cancellationToken)
            : new SignInOutcome.WrongCode();
    }

    private async Task<SignInOutcome> WarnAsync(Guid userId, Requester requester, RateLimitDecision limited, CancellationToken cancellationToken)
    {
        await secondStep.WarnAsync(userId, requester, cancellationToken);
        return new SignInOutcome.RateLimited(limited.RetryAfter);
    }
}
