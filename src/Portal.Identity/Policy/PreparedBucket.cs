using Portal.Identity.Persistence;

namespace Portal.Identity.Policy;

/// <summary>Takes one of an allowance as <see cref="TokenBucket.TryTake"/> does, in one statement of a larger change.</summary>
internal static class PreparedBucket
{
    private const string Wanted = "0.999999"; // as TokenBucket.Tolerance has it

    private static readonly PreparedRead<StoredBucket> Stored = new(
        "SELECT tokens, updated_at FROM rate_limit_buckets WHERE key = @p0",
        row => new(new TokenBucket(row.Number(0), row.Time(1))));

    private static readonly PreparedWrite TakeOne = new(
        Sqlite: StatementOf("MIN(@p1, tokens + MAX(0, @p3 - updated_at) / 1000000.0 * @p2)", latest: "MAX"),
        Postgres: StatementOf("LEAST(@p1, tokens + GREATEST(0, EXTRACT(EPOCH FROM @p3 - updated_at)::double precision) * @p2)", latest: "GREATEST"));

    /// <summary>Whether there is something to take, from a bucket that is there: who comes first makes it, by <see cref="RateLimiter"/>.</summary>
    /// <param name="key">As of <see cref="RateLimiter.KeyOf"/>.</param>
    public static async ValueTask<bool> CanTakeAsync(PreparedReads reads, string key, BucketRule rule, DateTimeOffset now, CancellationToken cancellationToken) =>
        await reads.FindAsync(Stored, cancellationToken, key) is { } stored && stored.Bucket.TryTake(rule, now, out _, out _);

    /// <inheritdoc cref="CanTakeAsync"/>
    public static PreparedStep Take(string key, BucketRule rule, DateTimeOffset now) => TakeOne.With(key, (double)rule.Burst, rule.PerSecond, now);

    private static string StatementOf(string refilled, string latest) =>
        $"UPDATE rate_limit_buckets SET tokens = {latest}(0, {refilled} - 1), updated_at = {latest}(updated_at, @p3) WHERE key = @p0 AND {refilled} >= {Wanted}";

    private sealed record StoredBucket(TokenBucket Bucket);
}
