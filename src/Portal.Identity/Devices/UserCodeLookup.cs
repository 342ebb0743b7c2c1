using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Devices;

/// <summary>Finds the device that shows a code, and lets nobody find one by trying (RFC 8628 §5.1; oauth contract, section 8.2 and D26).</summary>
public sealed class UserCodeLookup(PortalDbContext database, Storage storage, RateLimiter limiter, IOptions<RateLimitOptions> limits, TimeProvider clock)
{
    private const string AddressLimit = "device-code";
    private const string OverallLimit = "device-code-overall";
    private const string AccountLimit = "device-code-account";
    private const string Everybody = "everybody";
    private static readonly UserCodeOutcome Unknown = new UserCodeOutcome.Unknown();

    /// <param name="typed">As it was typed: case, spaces and hyphens do not matter.</param>
    /// <param name="person">Who is signed in where it was typed.</param>
    public async Task<UserCodeOutcome> FindAsync(string typed, SignedInPerson? person, Requester requester, CancellationToken cancellationToken)
    {
        var code = UserCode.Read(typed);

        // A flood that is refused costs a read or two each, not a turn of the writer.
        return await RefuseAsync(await AllowancesAsync(code, person, requester, cancellationToken), person, cancellationToken)
            ?? await storage.WriteAsync(() => FindOneByOneAsync(code, person, requester, cancellationToken), cancellationToken);
    }

    // Codes tried at the same moment queue: each must see what the ones before it have used up, before it is looked up.
    private async Task<UserCodeOutcome> FindOneByOneAsync(string? code, SignedInPerson? person, Requester requester, CancellationToken cancellationToken)
    {
        await storage.LockAsync(OverallLimit, cancellationToken);
        var allowances = await AllowancesAsync(code, person, requester, cancellationToken);
        if (await RefuseAsync(allowances, person, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (code is not null && await FindPendingAsync(code, cancellationToken) is { } grantId)
        {
            return new UserCodeOutcome.Found(grantId);
        }

        foreach (var (name, rule, subject) in allowances)
        {
            await limiter.TryTakeAsync(name, rule, subject, cancellationToken);
        }

        return Unknown;
    }

    private Task<Guid?> FindPendingAsync(string code, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.DeviceCodeGrants
            .Where(grant => grant.UserCode == code && grant.ExpiresAt > now && grant.FulfilledAt == null && grant.RejectedAt == null)
            .Select(grant => (Guid?)grant.Id).SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<UserCodeOutcome?> RefuseAsync(IReadOnlyList<Allowance> allowances, SignedInPerson? person, CancellationToken cancellationToken)
    {
        foreach (var (name, rule, subject) in allowances)
        {
            var allowance = await limiter.PeekAsync(name, rule, subject, cancellationToken);
            if (!allowance.Allowed)
            {
                return new UserCodeOutcome.RateLimited(allowance.RetryAfter, HelpsToSignIn: person is null && name is OverallLimit);
            }
        }

        return null;
    }

    /// <summary>What a wrong code uses up, and what must be left for it to be looked up.</summary>
    private async Task<IReadOnlyList<Allowance>> AllowancesAsync(string? code, SignedInPerson? person, Requester requester, CancellationToken cancellationToken)
    {
        var ofAddress = new Allowance(AddressLimit, limits.Value.DeviceCode, RateLimitKeys.ForAddress(requester.Address));
        if (code is null)
        {
            return [ofAddress]; // it can find nothing, so it takes nothing from everybody
        }

        var overall = new Allowance(OverallLimit, limits.Value.DeviceCodeOverall, Everybody);
        return person is null || (await limiter.PeekAsync(overall.Name, overall.Rule, overall.Subject, cancellationToken)).Allowed
            ? [ofAddress, overall]
            : [ofAddress, new Allowance(AccountLimit, limits.Value.DeviceCodePerAccount, Ulid.Encode(person.UserId))];
    }

    private sealed record Allowance(string Name, BucketRule Rule, string Subject);
}
