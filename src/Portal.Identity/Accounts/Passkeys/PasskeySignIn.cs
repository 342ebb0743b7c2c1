using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Jose;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Passkeys;

/// <summary>Signs a person in with a passkey: something that they have, unlocked by what they know or are, so that no second step follows.</summary>
public sealed class PasskeySignIn(
    PortalDbContext database,
    Storage storage,
    PasskeyCeremonies ceremonies,
    SignInAdmission admission,
    AccountPassword account,
    RateLimiter limiter,
    IOptions<RateLimitOptions> limits,
    ReplayGuard challenges,
    PasskeySwitch passkeys,
    TimeProvider clock)
{
    /// <summary>Under which answers of authenticators are counted, whatever they are for.</summary>
    internal const string LimitName = "passkey";

    /// <summary>Asks for any passkey; for the page on which nobody is known yet.</summary>
    public Task<PasskeyQuestion> AskAsync() => ceremonies.AskAsync(PasskeyPurpose.SignIn, user: null);

    /// <summary>Asks for one of the person's own, to prove again who they are.</summary>
    public async Task<PasskeyQuestion> AskAsync(SignedInPerson person, CancellationToken cancellationToken) =>
        await ceremonies.AskAsync(PasskeyPurpose.Confirm(person.BrowserSessionId), await database.Users.AsNoTracking().SingleAsync(user => user.Id == person.UserId, cancellationToken));

    /// <param name="replacedSessionId">As in <see cref="SignInCommand"/>.</param>
    public async Task<SignInOutcome> SignInAsync(PasskeyAnswer answer, Requester requester, Guid? replacedSessionId, CancellationToken cancellationToken)
    {
        if (!passkeys.Enabled)
        {
            return new SignInOutcome.Refused();
        }

        if (await limiter.TryTakeAsync(LimitName, limits.Value.Passkey, RateLimitKeys.ForAddress(requester.Address), cancellationToken) is { Allowed: false } limited)
        {
            return new SignInOutcome.RateLimited(limited.RetryAfter);
        }

        return await ceremonies.JudgeAsync(answer) is { } proven
            ? await storage.WriteAsync(() => SignInOnceAsync(proven, requester, replacedSessionId, cancellationToken), cancellationToken)
            : new SignInOutcome.Refused();
    }

    private async Task<SignInOutcome> SignInOnceAsync(ProvenPasskey proven, Requester requester, Guid? replacedSessionId, CancellationToken cancellationToken)
    {
        // Read again inside the change: it may have been removed, or used, while it was judged.
        await account.LockAsync(proven.UserId, cancellationToken);
        var now = clock.GetUtcNow();
        if (await database.Passkeys.SingleOrDefaultAsync(passkey => passkey.UserId == proven.UserId && passkey.CredentialId == proven.CredentialId, cancellationToken) is not { } passkey
            || !await challenges.TryUseAsync("passkey", "", proven.Challenge.Id, proven.Challenge.ExpiresAt, cancellationToken) // those that do not count could else be replayed
            || !passkey.TryUse(proven, now))
        {
            return new SignInOutcome.Refused();
        }

        var user = await database.Users.SingleAsync(user => user.Id == proven.UserId, cancellationToken);
        return await admission.AdmitAsync(user, new SignInProof(now, ProofMethods.Passkey), requester, replacedSessionId, cancellationToken);
    }
}
