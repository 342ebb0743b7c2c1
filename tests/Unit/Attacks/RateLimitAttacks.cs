using System.Net;
using Portal.Identity.Policy;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

public sealed class RateLimitAttacks
{
    [Fact]
    public void A31_A_fourth_password_in_the_same_second_has_to_wait()
    {
        var now = DateTimeOffset.UnixEpoch;
        var rule = new RateLimitOptions().Login.PerIp;
        var bucket = TokenBucket.Full(rule, now);

        var taken = Enumerable.Range(0, 4).Select(_ => bucket.TryTake(rule, now, out bucket, out var _)).ToList();

        Assert.Equal([true, true, true, false], taken);
    }

    [Fact]
    public void A31_A_household_with_many_IPv6_addresses_has_one_bucket()
    {
        var keys = Enumerable.Range(1, 100).Select(i => RateLimitKeys.ForAddress(IPAddress.Parse($"2001:db8:7:9:{i:x}::{i:x}")));

        Assert.Single(keys.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void A34_One_stranger_at_full_speed_does_not_use_up_the_bucket_of_an_account()
    {
        var limits = new RateLimitOptions().Login;

        Assert.True(limits.PerAccount.PerSecond >= 10 * limits.PerIp.PerSecond);
        Assert.True(limits.PerAccount.Burst >= 10 * limits.PerIp.Burst);
    }
}
