namespace Portal.Identity.Policy;

/// <summary>What is left of a <see cref="BucketRule"/> for one key. A value: whoever takes stores the bucket that comes back.</summary>
/// <param name="Tokens">How many were left at <paramref name="UpdatedAt"/>.</param>
/// <param name="UpdatedAt">When they were counted; refilling continues from there.</param>
public readonly record struct TokenBucket(double Tokens, DateTimeOffset UpdatedAt)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(365);

    // Filling up by fractions leaves 0.9999999 where arithmetic on paper has 1.
    private const double Tolerance = 1e-6;

    /// <summary>The bucket of a key that has not been seen before.</summary>
    public static TokenBucket Full(BucketRule rule, DateTimeOffset now) => new(rule.Burst, now);

    /// <summary>Takes one token if there is one.</summary>
    /// <param name="after">The bucket to store, in either case.</param>
    /// <param name="retryAfter">When refused: how long until there is a token, in whole milliseconds, rounded up. Zero when taken.</param>
    public bool TryTake(BucketRule rule, DateTimeOffset now, out TokenBucket after, out TimeSpan retryAfter)
    {
        var refilled = Refilled(rule, now);
        if (refilled.Tokens >= 1 - Tolerance)
        {
            after = refilled with { Tokens = Math.Max(0, refilled.Tokens - 1) };
            retryAfter = TimeSpan.Zero;
            return true;
        }

        after = refilled;
        var milliseconds = Math.Ceiling((1 - refilled.Tokens) / rule.PerSecond * 1000);
        retryAfter = milliseconds < LongestWait.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : LongestWait;
        return false;
    }

    /// <summary>Whether it holds no memory of use any more, so that it need not be stored.</summary>
    public bool IsFull(BucketRule rule, DateTimeOffset now) => Refilled(rule, now).Tokens >= rule.Burst - Tolerance;

    // A clock that is set back, or another machine's that is behind, refills nothing and takes nothing away.
    private TokenBucket Refilled(BucketRule rule, DateTimeOffset now)
    {
        var elapsed = Math.Max(0, (now - UpdatedAt).TotalSeconds);
        return new(Math.Min(rule.Burst, Tokens + (elapsed * rule.PerSecond)), now > UpdatedAt ? now : UpdatedAt);
    }
}
