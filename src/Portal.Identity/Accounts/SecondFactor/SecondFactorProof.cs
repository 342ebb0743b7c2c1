using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.SecondFactor;

/// <summary>Whether somebody has what the second step of an account asks for.</summary>
public sealed class SecondFactorProof(
    PortalDbContext database, Storage storage, SecretProtector protector, RateLimiter limiter, AccountNotices notices, IOptions<RateLimitOptions> limits, TimeProvider clock)
{
    private static readonly BucketRule OnceADay = BucketRule.PerHour(1, 1.0 / 24);

    /// <summary>Uses one try. Whoever is here knows the password, so that a stranger cannot use up the owner's.</summary>
    public Task<RateLimitDecision> TryTakeAsync(Guid userId, CancellationToken cancellationToken) =>
        limiter.TryTakeAsync("second-factor", limits.Value.SecondFactor, userId.ToString(), cancellationToken);

    /// <summary>Tells the owner that all tries are used up: whoever did that knows the password. Once a day.</summary>
    public async Task WarnAsync(Guid userId, Requester requester, CancellationToken cancellationToken)
    {
        if (await limiter.TryTakeAsync("second-factor-warning", OnceADay, userId.ToString(), cancellationToken) is { Allowed: false })
        {
            return;
        }

        await storage.WriteAsync(
            async () =>
            {
                var user = await database.Users.SingleAsync(user => user.Id == userId, cancellationToken);
                database.SecurityEvents.Add(SecurityEvent.Record(userId, SecurityEvent.SecondFactorGuessed, null, requester.AddressText, clock.GetUtcNow()));
                await notices.AddAsync(user, NoticeKind.SecondFactorGuessed, requester, null, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Uses up the code; part of the caller's change.</summary>
    /// <param name="typed">A code of the app, or a recovery code.</param>
    /// <returns>What it was; none if it is wrong, or was used before.</returns>
    public async Task<ProofMethods?> UseAsync(PortalUser user, string typed, Requester requester, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await database.Authenticators.SingleOrDefaultAsync(authenticator => authenticator.UserId == user.Id, cancellationToken) is not { } authenticator)
        {
            return null;
        }

        if (TimeCode.FindStep(protector.Unprotect(authenticator.ProtectedKey), typed, now, authenticator.LastStep) is { } step)
        {
            authenticator.Use(step);
            return ProofMethods.OneTimeCode;
        }

        if (RecoveryCode.HashOf(typed) is not { } hash
            || await database.RecoveryCodes.SingleOrDefaultAsync(code => code.UserId == user.Id && code.Hash == hash && code.UsedAt == null, cancellationToken) is not { } recovery)
        {
            return null;
        }

        recovery.Use(now);
        database.SecurityEvents.Add(SecurityEvent.Record(user.Id, SecurityEvent.RecoveryCodeUsed, null, requester.AddressText, now));
        await notices.AddAsync(user, NoticeKind.RecoveryCodeUsed, requester, null, cancellationToken);
        return ProofMethods.RecoveryCode;
    }
}
