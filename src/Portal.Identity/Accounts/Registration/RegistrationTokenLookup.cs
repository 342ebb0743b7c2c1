using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Registration;

/// <summary>Finds the registration token that somebody typed, and lets nobody find one by trying (policy contract, section 6).</summary>
public sealed class RegistrationTokenLookup(PortalDbContext database, Storage storage, RateLimiter limiter, IOptions<RateLimitOptions> limits, TimeProvider clock)
{
    private const string Limit = "registration-token";

    /// <param name="typed">As it was typed; white space around it does not matter.</param>
    public async Task<RegistrationTokenOutcome> FindAsync(string typed, Requester requester, CancellationToken cancellationToken)
    {
        // A flood that is refused costs a read each, not a turn of the writer.
        var address = RateLimitKeys.ForAddress(requester.Address);
        return await RefuseAsync(address, cancellationToken) ?? await storage.WriteAsync(() => FindOneByOneAsync(typed.Trim(), address, cancellationToken), cancellationToken);
    }

    // Those tried at the same moment queue: each must see what the ones before it have used up, before it is looked up.
    private async Task<RegistrationTokenOutcome> FindOneByOneAsync(string text, string address, CancellationToken cancellationToken)
    {
        await storage.LockAsync($"{Limit}-lookup:{address}", cancellationToken);
        if (await RefuseAsync(address, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (await FindAsync(text, cancellationToken) is { } token)
        {
            return new RegistrationTokenOutcome.Valid(token);
        }

        await limiter.TryTakeAsync(Limit, limits.Value.RegistrationToken, address, cancellationToken);
        return new RegistrationTokenOutcome.Invalid();
    }

    private async Task<RegistrationToken?> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length is 0 or > RegistrationToken.MaxTextLength || text.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var token = await database.RegistrationTokens.AsNoTracking().SingleOrDefaultAsync(token => token.Text == text, cancellationToken);
        return token?.IsValid(clock.GetUtcNow()) == true ? token : null;
    }

    private async Task<RegistrationTokenOutcome?> RefuseAsync(string address, CancellationToken cancellationToken)
    {
        var allowance = await limiter.PeekAsync(Limit, limits.Value.RegistrationToken, address, cancellationToken);
        return allowance.Allowed ? null : new RegistrationTokenOutcome.RateLimited(allowance.RetryAfter);
    }
}
