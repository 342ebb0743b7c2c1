using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>Lets a person who is signed in choose another password (flows contract, section 9.5).</summary>
public sealed class PasswordChange(
    PortalDbContext database,
    Storage storage,
    BrowserSessions sessions,
    NewPasswordCheck check,
    PasswordAllowance allowance,
    PasswordSchemes passwords,
    PasswordGate gate,
    AccountPassword account,
    PasswordSwitches switches,
    SecondFactors factors,
    AccountPasskeys passkeys,
    IOptions<AccountOptions> options,
    TimeProvider clock)
{
    /// <summary>Whether the person can change a password at all: <see langword="null"/> if so.</summary>
    public async Task<ChangePasswordOutcome?> FindObstacleAsync(SignedInPerson person, CancellationToken cancellationToken) =>
        !switches.CanChange ? new ChangePasswordOutcome.NotAllowed()
        : !await database.Users.AnyAsync(user => user.Id == person.UserId && user.PasswordHash != null, cancellationToken) ? new ChangePasswordOutcome.NoPassword()
        : !person.HasFreshProof(clock.GetUtcNow(), options.Value.ProofLifetime) && (await factors.HasSecondFactorAsync(person.UserId, cancellationToken) || await passkeys.HasAnyAsync(person.UserId, cancellationToken)) ? new ChangePasswordOutcome.NeedsProof()
        : null;

    /// <summary>Changes it, if the current one is right. Every address of the account is told.</summary>
    /// <exception cref="PasswordGateBusyException">Too many passwords wait to be hashed; nothing has changed.</exception>
    public async Task<ChangePasswordOutcome> ChangeAsync(ChangePasswordCommand command, CancellationToken cancellationToken)
    {
        if (await FindObstacleAsync(command.Person, cancellationToken) is { } obstacle)
        {
            return obstacle;
        }

        if (await allowance.TryJudgeAsync(command.Requester, cancellationToken) is { Allowed: false } exhausted)
        {
            return new ChangePasswordOutcome.RateLimited(exhausted.RetryAfter);
        }

        var problems = await check.CheckAsync(command.Password, command.PasswordAgain, command.Person.UserId, cancellationToken);
        if (command.CurrentPassword.Length == 0)
        {
            problems = [new FormProblem("current_password", FormProblemCodes.Required), .. problems];
        }

        if (problems.Count > 0)
        {
            return new ChangePasswordOutcome.Unfit(problems);
        }

        if (await allowance.TryTakeAsync(command.Requester, command.Person.UserId.ToString(), cancellationToken) is { Allowed: false } limited)
        {
            return new ChangePasswordOutcome.RateLimited(limited.RetryAfter);
        }

        var stored = await database.Users.Where(user => user.Id == command.Person.UserId).Select(user => user.PasswordHash).SingleAsync(cancellationToken);
        if (stored is null || await gate.RunAsync(() => passwords.Verify(stored, command.CurrentPassword), cancellationToken) == PasswordVerificationResult.Failed)
        {
            return new ChangePasswordOutcome.Refused();
        }

        var hash = await gate.RunAsync(() => passwords.Hash(command.Password), cancellationToken);
        return await storage.WriteAsync(() => SaveAsync(stored, hash, command, cancellationToken), cancellationToken);
    }

    private async Task<ChangePasswordOutcome> SaveAsync(string verified, string hash, ChangePasswordCommand command, CancellationToken cancellationToken)
    {
        var (userId, sessionId) = (command.Person.UserId, command.Person.BrowserSessionId);
        await account.LockAsync(userId, cancellationToken);
        if (await sessions.FindActiveAsync(command.Person, cancellationToken) is not { } here)
        {
            return new ChangePasswordOutcome.SignedOut();
        }

        var user = await database.Users.SingleAsync(user => user.Id == userId, cancellationToken);
        if (user.PasswordHash != verified)
        {
            return new ChangePasswordOutcome.Refused(); // it was changed while the current one was compared
        }

        await account.ReplaceAsync(user, hash, NoticeKind.PasswordChanged, command.Requester, cancellationToken);
        if (command.EndOthers)
        {
            await account.EndSessionsAsync(userId, except: sessionId, cancellationToken);
        }

        return new ChangePasswordOutcome.Changed(await sessions.BeginAsync(user, command.Requester, sessionId, await ProofAfterAsync(here, cancellationToken), cancellationToken));
    }

    // Whoever knew the current password has proven no second step with that.
    private async Task<SignInProof> ProofAfterAsync(BrowserSession session, CancellationToken cancellationToken) =>
        AuthenticationContext.HasSecondStep(session.Methods) || await factors.HasSecondFactorAsync(session.UserId, cancellationToken) ? session.Proof : new SignInProof(clock.GetUtcNow(), ProofMethods.Password);
}
