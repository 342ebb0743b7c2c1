using Portal.Identity.Policy;
using Xunit;

namespace Portal.Tests.Unit.Identity.Policy;

public sealed class TokenBucketTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly BucketRule Rule = new() { Burst = 3, PerSecond = 0.05 };

    [Fact]
    public void Gives_the_burst_and_then_refuses_without_losing_anything()
    {
        var bucket = Spent(Rule, Start);

        Assert.False(bucket.TryTake(Rule, Start, out var after, out var retryAfter));
        Assert.Equal(bucket, after);
        Assert.Equal(TimeSpan.FromSeconds(20), retryAfter);
    }

    [Theory]
    [InlineData(19_999, false)]
    [InlineData(20_000, true)]
    public void Refills_continuously(int milliseconds, bool taken) =>
        Assert.Equal(taken, Spent(Rule, Start).TryTake(Rule, Start.AddMilliseconds(milliseconds), out _, out _));

    [Fact]
    public void Never_holds_more_than_the_burst()
    {
        var bucket = Spent(Rule, Start);

        var taken = Enumerable.Range(0, 4).Select(_ => bucket.TryTake(Rule, Start.AddYears(1), out bucket, out var _)).ToList();

        Assert.Equal([true, true, true, false], taken);
    }

    [Fact]
    public void A_refused_attempt_does_not_put_off_the_next_token()
    {
        var bucket = Spent(Rule, Start);
        for (var second = 1; second < 20; second++)
        {
            Assert.False(bucket.TryTake(Rule, Start.AddSeconds(second), out bucket, out var retryAfter));
            Assert.InRange(retryAfter, TimeSpan.FromSeconds(20 - second), TimeSpan.FromSeconds(20 - second) + TimeSpan.FromMilliseconds(1));
        }

        Assert.True(bucket.TryTake(Rule, Start.AddSeconds(20), out _, out _));
    }

    [Theory]
    [InlineData(1, 1 / 3600.0)]
    [InlineData(3, 3 / 3600.0)]
    [InlineData(3, 1 / 300.0)]
    [InlineData(20, 1 / 3.0)]
    [InlineData(1, 999_999_999)]
    public void Who_waits_as_long_as_told_gets_a_token(int burst, double perSecond)
    {
        var rule = new BucketRule { Burst = burst, PerSecond = perSecond };
        var (bucket, now) = (Spent(rule, Start), Start);
        for (var i = 0; i < 50; i++)
        {
            Assert.False(bucket.TryTake(rule, now, out bucket, out var retryAfter));
            now += retryAfter;
            Assert.True(bucket.TryTake(rule, now, out bucket, out var wait));
            Assert.Equal(TimeSpan.Zero, wait);
            bucket = bucket with { Tokens = Math.Min(bucket.Tokens, 0.5) };
        }
    }

    [Fact]
    public void A_clock_that_is_set_back_gives_nothing_and_takes_nothing()
    {
        var bucket = Spent(Rule, Start);

        Assert.False(bucket.TryTake(Rule, Start.AddHours(-1), out var after, out _));
        Assert.Equal(bucket, after);
        Assert.True(after.TryTake(Rule, Start.AddSeconds(20), out _, out _));
    }

    [Fact]
    public void The_smallest_rate_does_not_overflow_the_wait()
    {
        var rule = new BucketRule { Burst = 1, PerSecond = double.Epsilon };

        Assert.False(Spent(rule, Start).TryTake(rule, Start, out _, out var retryAfter));
        Assert.Equal(TimeSpan.FromDays(365), retryAfter);
    }

    [Fact]
    public void Is_full_again_when_all_tokens_are_back()
    {
        var bucket = Spent(Rule, Start);

        Assert.False(bucket.IsFull(Rule, Start.AddSeconds(59)));
        Assert.True(bucket.IsFull(Rule, Start.AddSeconds(60)));
        Assert.True(TokenBucket.Full(Rule, Start).IsFull(Rule, Start));
    }

    private static TokenBucket Spent(BucketRule rule, DateTimeOffset now)
    {
        var bucket = TokenBucket.Full(rule, now);
        for (var i = 0; i < rule.Burst; i++)
        {
            Assert.True(bucket.TryTake(rule, now, out bucket, out _));
        }

        return bucket;
    }
}
