using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Policy;

/// <summary>One arithmetic in two languages.</summary>
public abstract class PreparedBucketTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string Key = "the key";

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(3, 3 / 3600.0)]
    [InlineData(10, 10 / 60.0)]
    [InlineData(1_000_000, 1000.0)]
    public async Task It_takes_as_the_bucket_in_memory_does(int burst, double perSecond)
    {
        var rule = new BucketRule { Burst = burst, PerSecond = perSecond };
        var dice = Dice.Of(Dice.Seed, burst);
        var (writes, reads) = (Host.Services.GetRequiredService<PreparedWrites>(), Host.Services.GetRequiredService<PreparedReads>());
        var bucket = TokenBucket.Full(rule, Clock.GetUtcNow());
        await Host.ArrangeAsync(RateLimitBucket.Create(Key, bucket.Tokens, bucket.UpdatedAt));

        for (var step = 0; step < 60; step++)
        {
            // Also a clock that is set back, and times between two microseconds' worth of a token.
            Clock.Advance(TimeSpan.FromMicroseconds((long)(dice.Below(1_500_000) / perSecond)));
            var now = Clock.GetUtcNow() - (dice.Chance(20) ? TimeSpan.FromSeconds(2) : TimeSpan.Zero);
            var expected = bucket.TryTake(rule, now, out var after, out _);

            Assert.Equal(expected, await PreparedBucket.CanTakeAsync(reads, Key, rule, now, CancellationToken.None));
            Assert.Equal(expected, await writes.TryAsync(CancellationToken.None, PreparedBucket.Take(Key, rule, now)));
            bucket = expected ? after : bucket;
            var stored = await Host.ReadAsync(database => database.RateLimitBuckets.SingleAsync());
            Assert.Equal(bucket.Tokens, stored.Tokens, 1e-6);
            Assert.Equal(bucket.UpdatedAt, stored.UpdatedAt);
        }
    }

    [Fact]
    public async Task Whoever_comes_first_is_for_the_limiter() =>
        Assert.False(await PreparedBucket.CanTakeAsync(Host.Services.GetRequiredService<PreparedReads>(), Key, new BucketRule { Burst = 1, PerSecond = 1 }, Clock.GetUtcNow(), CancellationToken.None));

    [Fact]
    public async Task Of_many_at_once_as_many_take_as_there_are()
    {
        var rule = new BucketRule { Burst = 7, PerSecond = 0.001 };
        await Host.ArrangeAsync(RateLimitBucket.Create(Key, 7, Clock.GetUtcNow()));

        var taken = await AtOnceAsync(50, (host, _) => host.Services.GetRequiredService<PreparedWrites>().TryAsync(CancellationToken.None, PreparedBucket.Take(Key, rule, Clock.GetUtcNow())));

        Assert.Equal(7, taken.Count(taken => taken));
    }

    public sealed class OnSqlite() : PreparedBucketTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : PreparedBucketTests(DatabaseProvider.PostgreSql);
}
