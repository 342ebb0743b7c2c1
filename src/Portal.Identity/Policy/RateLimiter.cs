using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;

namespace Portal.Identity.Policy;

/// <summary>Counts what may be done only so often; the counts live in the database, so that several processes share them and a restart forgets nothing.</summary>
public sealed class RateLimiter(PortalDbContext database, Storage storage, TimeProvider clock)
{
    /// <summary>Uses one of the allowance, if there is one.</summary>
    /// <param name="name">Which limit; part of the stored key.</param>
    /// <param name="subject">Whose allowance; stored as a hash only.</param>
    public async Task<RateLimitDecision> TryTakeAsync(string name, BucketRule rule, string subject, CancellationToken cancellationToken)
    {
        // A flood that is refused costs a read each, not a turn of the writer.
        var known = await PeekAsync(name, rule, subject, cancellationToken);
        return known.Allowed ? await TakeAsync(name, rule, subject, cancellationToken) : known;
    }

    /// <summary>Uses one of the allowance, if there is one, and does what it is for: one change, so that the two cost one commit.</summary>
    /// <param name="work">As of <see cref="Storage.WriteAsync{T}(Func{Task{T}}, CancellationToken)"/>.</param>
    /// <returns>What came of the work; 429 if there is no allowance.</returns>
    /// <inheritdoc cref="TryTakeAsync(string, BucketRule, string, CancellationToken)"/>
    public async Task<OAuthResult<T>> TryTakeAsync<T>(string name, BucketRule rule, string subject, Func<Task<T>> work, CancellationToken cancellationToken)
        where T : class
    {
        var known = await PeekAsync(name, rule, subject, cancellationToken);
        return known.Allowed
            ? await storage.WriteAsync(
                async () =>
                {
                    var allowance = await TakeAsync(name, rule, subject, cancellationToken);
                    return allowance.Allowed ? await work() : (OAuthResult<T>)OAuthError.TooManyRequests(allowance.RetryAfter);
                },
                cancellationToken)
            : OAuthError.TooManyRequests(known.RetryAfter);
    }

    /// <summary>Whether there is an allowance left, without using it.</summary>
    public async Task<RateLimitDecision> PeekAsync(string name, BucketRule rule, string subject, CancellationToken cancellationToken)
    {
        var key = KeyOf(name, subject);
        var row = await database.RateLimitBuckets.AsNoTracking().SingleOrDefaultAsync(bucket => bucket.Key == key, cancellationToken);
        var retryAfter = TimeSpan.Zero;
        var allowed = row is null || new TokenBucket(row.Tokens, row.UpdatedAt).TryTake(rule, clock.GetUtcNow(), out _, out retryAfter);
        return new RateLimitDecision(allowed, retryAfter);
    }

    private Task<RateLimitDecision> TakeAsync(string name, BucketRule rule, string subject, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var now = clock.GetUtcNow();
            var key = KeyOf(name, subject);
            await storage.LockAsync(key, cancellationToken); // an attack is many at once: they must queue, not run into each other
            var row = await database.RateLimitBuckets.SingleOrDefaultAsync(bucket => bucket.Key == key, cancellationToken);
            var bucket = row is null ? TokenBucket.Full(rule, now) : new TokenBucket(row.Tokens, row.UpdatedAt);
            var allowed = bucket.TryTake(rule, now, out var after, out var retryAfter);
            if (row is null)
            {
                database.RateLimitBuckets.Add(RateLimitBucket.Create(key, after.Tokens, after.UpdatedAt));
            }
            else
            {
                row.Set(after.Tokens, after.UpdatedAt);
            }

            return new RateLimitDecision(allowed, retryAfter);
        },
        cancellationToken);

    /// <summary>Under which the bucket is stored.</summary>
    internal static string KeyOf(string name, string subject) =>
        $"{name}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)))}";
}
