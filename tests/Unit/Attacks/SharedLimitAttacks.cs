using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to get around a limit by trying at the same moment, or at another process.</summary>
public abstract class SharedLimitAttacks(DatabaseProvider engine) : StorageTest(engine)
{
    private static readonly BucketRule Five = BucketRule.PerHour(5, 5);

    [Fact]
    public async Task A31_Fifty_tries_at_the_same_moment_get_no_more_than_the_allowance()
    {
        await AtOnceAsync(50, (process, number) => TryAsync(process, $"warm{number}")); // opens the connections, so that the next tries meet
        var decisions = await AtOnceAsync(50, (process, _) => TryAsync(process, "alice"));

        Assert.Equal(5, decisions.Count(decision => decision.Allowed));
        Assert.All(decisions.Where(decision => !decision.Allowed), decision => Assert.Equal(TimeSpan.FromMinutes(12), decision.RetryAfter));
    }

    [Fact]
    public async Task A31_Another_process_has_no_allowance_of_its_own_and_a_restart_gives_none()
    {
        for (var count = 0; count < 5; count++)
        {
            Assert.True((await TryAsync(Host, "alice")).Allowed);
        }

        await using var restarted = Host.Another();

        Assert.False((await TryAsync(restarted, "alice")).Allowed);
        Assert.True((await TryAsync(restarted, "bob")).Allowed);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(365)]
    public async Task A82_A_clock_that_is_set_wrong_gives_no_more_than_the_allowance(int days)
    {
        await TryAsync(Host, "alice");
        Clock.Jump(TimeSpan.FromDays(days));

        var allowed = 0;
        for (var count = 0; count < 10; count++)
        {
            allowed += (await TryAsync(Host, "alice")).Allowed ? 1 : 0;
        }

        Assert.InRange(allowed, 4, 5);
    }

    private static Task<RateLimitDecision> TryAsync(IdentityHost host, string subject) =>
        host.RunAsync<RateLimiter, RateLimitDecision>(limiter => limiter.TryTakeAsync("test", Five, subject, CancellationToken.None));

    public sealed class OnSqlite() : SharedLimitAttacks(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : SharedLimitAttacks(DatabaseProvider.PostgreSql);
}
