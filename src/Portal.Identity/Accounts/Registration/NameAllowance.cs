using Microsoft.Extensions.Options;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Registration;

/// <summary>How often somebody may learn whether a username is taken, per address: whoever types, sends the form, or chooses another name uses the same.</summary>
public sealed class NameAllowance(RateLimiter limiter, IOptions<RateLimitOptions> limits)
{
    public Task<RateLimitDecision> TryTakeAsync(Requester requester, CancellationToken cancellationToken) =>
        limiter.TryTakeAsync("username-availability", limits.Value.UsernameAvailability, RateLimitKeys.ForAddress(requester.Address), cancellationToken);
}
