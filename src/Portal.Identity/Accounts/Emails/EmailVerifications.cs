using Microsoft.Extensions.Options;
using Portal.Identity.Outbox;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Emails;

/// <summary>What a registration and an account that gets one more address do alike: send codes, and judge those that are typed.</summary>
public sealed class EmailVerifications(VerificationCodes codes, OutboxWriter outbox, RateLimiter limiter, IOptions<RateLimitOptions> limits, TimeProvider clock)
{
    /// <summary>Whether a code may be mailed to this address, on behalf of this requester.</summary>
    public async Task<RateLimitDecision> TakeMailAllowanceAsync(string address, Requester requester, CancellationToken cancellationToken)
    {
        var perIp = await limiter.TryTakeAsync("email-ip", limits.Value.EmailAuthentication.PerIp, RateLimitKeys.ForAddress(requester.Address), cancellationToken);
        return perIp.Allowed
            ? await limiter.TryTakeAsync("email-address", limits.Value.EmailAuthentication.PerAddress, EmailAddress.Normalise(address) ?? address, cancellationToken)
            : perIp;
    }

    /// <summary>Whether one more code may be mailed for this verification.</summary>
    public async Task<RateLimitDecision> TakeResendAllowanceAsync(Guid verificationId, string address, Requester requester, CancellationToken cancellationToken)
    {
        // The narrowest limit first: an impatient press must not use up the address's.
        var perVerification = await limiter.TryTakeAsync("email-resend", limits.Value.EmailAuthentication.EmailsPerSession, verificationId.ToString(), cancellationToken);
        return perVerification.Allowed ? await TakeMailAllowanceAsync(address, requester, cancellationToken) : perVerification;
    }

    /// <summary>Whether one more code may be tried.</summary>
    public Task<RateLimitDecision> TakeAttemptAsync(Guid verificationId, CancellationToken cancellationToken) =>
        limiter.TryTakeAsync("email-attempts", limits.Value.EmailAuthentication.AttemptPerSession, verificationId.ToString(), cancellationToken);

    /// <summary>Mails a code; part of the caller's change.</summary>
    /// <param name="username">Whom the mail greets.</param>
    /// <param name="language">Of the page on which it was asked for.</param>
    public void SendCode(Guid verificationId, string username, string language) =>
        outbox.Add(SendVerificationCode.MessageKind, new VerificationCodeMessage(verificationId, username, language));

    /// <summary>Compares a code with every code that was sent, and changes nothing.</summary>
    /// <param name="verification">With its codes.</param>
    public VerifyOutcome Judge(EmailVerification verification, string code)
    {
        var matching = verification.Codes.Where(sent => codes.Matches(sent.Id, code)).ToList();
        return matching.Count == 0 ? new VerifyOutcome.WrongCode()
            : matching.TrueForAll(sent => clock.GetUtcNow() >= sent.ExpiresAt) ? new VerifyOutcome.ExpiredCode()
            : new VerifyOutcome.Verified();
    }
}
