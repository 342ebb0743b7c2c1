using Microsoft.Extensions.Options;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>How often passwords may be tried, here or there: signing in and every check in the account pages share it (policy contract, section 6).</summary>
public sealed class PasswordAllowance(RateLimiter limiter, IOptions<RateLimitOptions> limits)
{
    /// <summary>Uses one judgement of a new password, whichever page asks for it: judging costs as much as hashing, and a form that is wrong costs nothing else.</summary>
    public Task<RateLimitDecision> TryJudgeAsync(Requester requester, CancellationToken cancellationToken) =>
        limiter.TryTakeAsync("password-strength", limits.Value.PasswordStrength, RateLimitKeys.ForAddress(requester.Address), cancellationToken);

    /// <summary>Uses one try of the address and of the account.</summary>
    /// <param name="account">The id of the account, or the name that nobody has.</param>
    public async Task<RateLimitDecision> TryTakeAsync(Requester requester, string account, CancellationToken cancellationToken)
    {
        var perIp = await limiter.TryTakeAsync("login-ip", limits.Value.Login.PerIp, RateLimitKeys.ForAddress(requester.Address), cancellationToken);
        return perIp.Allowed
            ? await limiter.TryTakeAsync("login-account", limits.Value.Login.PerAccount, account, cancellationToken)
            : perIp;
    }
}
