using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.SecondFactor;

/// <summary>Switches the second step of an account on and off, and hands out its recovery codes. Whoever asks has proven lately who they are.</summary>
public sealed class SecondFactors(
    PortalDbContext database,
    Storage storage,
    BrowserSessions sessions,
    SecondFactorProof proof,
    AccountPassword account,
    SecondStepPolicy policy,
    PasskeyRemoval passkeys,
    AccountNotices notices,
    SecretProtector protector,
    SecretGenerator secrets,
    TimeProvider clock)
{
    public Task<bool> HasSecondFactorAsync(Guid userId, CancellationToken cancellationToken) =>
        database.Authenticators.AnyAsync(authenticator => authenticator.UserId == userId, cancellationToken);

    /// <summary>Whether the operator wants the person to have one.</summary>
    public async Task<bool> IsRequiredAsync(Guid userId, CancellationToken cancellationToken) =>
        policy.ConcernsAll || (policy.ConcernsAdministrators && await database.Users.AnyAsync(user => user.Id == userId && user.CanRequestAdmin, cancellationToken));

    /// <summary>None if there is no second step.</summary>
    public Task<SecondFactorSummary?> FindAsync(Guid userId, CancellationToken cancellationToken) =>
        database.Authenticators.Where(authenticator => authenticator.UserId == userId)
            .Select(authenticator => new SecondFactorSummary(authenticator.CreatedAt, database.RecoveryCodes.Count(code => code.UserId == userId && code.UsedAt == null)))
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>Switches it on, once the person has shown that the app has the key.</summary>
    /// <param name="code">Of the app.</param>
    public async Task<EnableOutcome> EnableAsync(SignedInPerson person, AuthenticatorKey key, string code, Requester requester, CancellationToken cancellationToken) =>
        await proof.TryTakeAsync(person.UserId, cancellationToken) is { Allowed: false } limited
            ? new EnableOutcome.RateLimited(limited.RetryAfter)
            : await storage.WriteAsync(() => EnableOnceAsync(person, key, code, requester, cancellationToken), cancellationToken);

    /// <summary>Switches it off; its recovery codes are forgotten.</summary>
    /// <returns>Whether there was one, and the operator lets them.</returns>
    public Task<bool> DisableAsync(SignedInPerson person, Requester requester, CancellationToken cancellationToken) => storage.WriteAsync(
        async () => await FindUserAsync(person, cancellationToken) is { } user && !policy.Concerns(user) && await RemoveAsync(user, requester, cancellationToken),
        cancellationToken);

    /// <summary>The same by an operator, for somebody who has lost the app and all codes; their passkeys go too, which are on what is lost.</summary>
    /// <returns>Whether there is such an account with a password, and it had any of them.</returns>
    public Task<bool> DisableAsync(Guid userId, Requester requester, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            await account.LockAsync(userId, cancellationToken);
            if (await database.Users.SingleOrDefaultAsync(user => user.Id == userId, cancellationToken) is not { PasswordHash: not null } user)
            {
                return false; // there is no first step without a password
            }

            var removed = await passkeys.RemoveAllAsync(user, requester, cancellationToken);
            foreach (var passkey in removed)
            {
                await notices.AddAsync(user, NoticeKind.PasskeyRemoved, requester, passkey.Name, cancellationToken);
            }

            return await RemoveAsync(user, requester, cancellationToken) || removed.Count > 0;
        },
        cancellationToken);

    /// <summary>Puts new recovery codes in the place of those before.</summary>
    /// <returns>To be shown now and never again; none if there is no second step.</returns>
    public Task<IReadOnlyList<string>?> ReplaceCodesAsync(SignedInPerson person, Requester requester, CancellationToken cancellationToken) => storage.WriteAsync<IReadOnlyList<string>?>(
        async () =>
        {
            if (await FindUserAsync(person, cancellationToken) is not { } user || !await HasSecondFactorAsync(user.Id, cancellationToken))
            {
                return null;
            }

            var now = clock.GetUtcNow();
            Record(user, SecurityEvent.RecoveryCodesReplaced, requester, now);
            await notices.AddAsync(user, NoticeKind.RecoveryCodesReplaced, requester, null, cancellationToken);
            return await AddCodesAsync(user, now, cancellationToken);
        },
        cancellationToken);

    private async Task<EnableOutcome> EnableOnceAsync(SignedInPerson person, AuthenticatorKey key, string code, Requester requester, CancellationToken cancellationToken)
    {
        if (await FindUserAsync(person, cancellationToken) is not { } user || await sessions.FindActiveAsync(person, cancellationToken) is not { } here)
        {
            return new EnableOutcome.SignedOut();
        }

        if (await HasSecondFactorAsync(user.Id, cancellationToken))
        {
            return new EnableOutcome.AlreadyOn();
        }

        // Where two steps are a duty, a password alone must not become both.
        if (policy.Concerns(user) && !AuthenticationContext.HasSecondStep(here.Methods) && await database.Passkeys.AnyAsync(passkey => passkey.UserId == user.Id, cancellationToken))
        {
            return new EnableOutcome.NeedsPasskey();
        }

        var now = clock.GetUtcNow();
        if (TimeCode.FindStep(key.Bytes, code, now, last: 0) is not { } step)
        {
            return new EnableOutcome.WrongCode();
        }

        database.Authenticators.Add(Authenticator.Create(user.Id, protector.Protect(key.Bytes), step, now));
        here.Add(ProofMethods.OneTimeCode);
        database.SecurityEvents.Add(SecurityEvent.Record(user.Id, SecurityEvent.SecondFactorEnabled, here.Id, requester.AddressText, now)); // where, decides who can dispute it
        await notices.AddAsync(user, NoticeKind.SecondFactorEnabled, requester, null, cancellationToken);
        return new EnableOutcome.Enabled(await AddCodesAsync(user, now, cancellationToken));
    }

    // None if the session has ended meanwhile. Signing in waits for the change, and comes before it or after it.
    private async Task<PortalUser?> FindUserAsync(SignedInPerson person, CancellationToken cancellationToken)
    {
        await account.LockAsync(person.UserId, cancellationToken);
        return await sessions.FindActiveAsync(person, cancellationToken) is null ? null : await database.Users.SingleAsync(user => user.Id == person.UserId, cancellationToken);
    }

    private async Task<bool> RemoveAsync(PortalUser user, Requester requester, CancellationToken cancellationToken)
    {
        if (await database.Authenticators.SingleOrDefaultAsync(authenticator => authenticator.UserId == user.Id, cancellationToken) is not { } authenticator)
        {
            return false;
        }

        database.Authenticators.Remove(authenticator);
        await database.RecoveryCodes.Where(code => code.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        Record(user, SecurityEvent.SecondFactorDisabled, requester, clock.GetUtcNow());
        await notices.AddAsync(user, NoticeKind.SecondFactorDisabled, requester, null, cancellationToken);
        return true;
    }

    private async Task<IReadOnlyList<string>> AddCodesAsync(PortalUser user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await database.RecoveryCodes.Where(code => code.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        List<string> codes = [.. Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.Draw(secrets))];
        database.RecoveryCodes.AddRange(codes.Select(code => RecoveryCode.Of(user.Id, code, now)));
        return codes;
    }

    private void Record(PortalUser user, string kind, Requester requester, DateTimeOffset now) =>
        database.SecurityEvents.Add(SecurityEvent.Record(user.Id, kind, null, requester.AddressText, now));
}
