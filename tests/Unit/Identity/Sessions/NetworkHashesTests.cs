using System.Net;
using Portal.Identity.Keys;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Sessions;

/// <summary>What counts as one place in the network, and what is kept of it.</summary>
public sealed class NetworkHashesTests
{
    private static readonly Guid Alice = Guid.CreateVersion7(ManualClock.Start);

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.255", true)]
    [InlineData("192.0.2.1", "192.0.3.1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.9", true)]
    [InlineData("2001:db8:1::1", "2001:db8:1:ffff:ffff::9", true)]
    [InlineData("2001:db8:1::1", "2001:db8:2::1", false)]
    [InlineData("::1", "0.0.0.1", false)]
    public void One_place_is_a_24_of_IPv4_and_a_48_of_IPv6(string one, string other, bool same)
    {
        var hashes = new NetworkHashes(A.Protector());

        Assert.Equal(same, hashes.Of(Alice, IPAddress.Parse(one))[0].SequenceEqual(hashes.Of(Alice, IPAddress.Parse(other))[0]));
    }

    [Fact]
    public void Two_accounts_in_one_place_cannot_be_told_to_be_there()
    {
        var hashes = new NetworkHashes(A.Protector());

        Assert.NotEqual(hashes.Of(Alice, IPAddress.Loopback)[0], hashes.Of(Guid.CreateVersion7(ManualClock.Start), IPAddress.Loopback)[0]);
    }

    [Fact]
    public void Who_has_the_database_and_not_the_key_cannot_try_all_networks()
    {
        var other = new NetworkHashes(new SecretProtector([.. Enumerable.Repeat((byte)7, 32)]));

        Assert.NotEqual(other.Of(Alice, IPAddress.Loopback)[0], new NetworkHashes(A.Protector()).Of(Alice, IPAddress.Loopback)[0]);
    }

    [Fact]
    public void A_place_stays_known_when_the_encryption_key_changes()
    {
        byte[] before = [.. Enumerable.Repeat((byte)7, 32)], now = [.. Enumerable.Repeat((byte)8, 32)];

        Assert.Equal(new NetworkHashes(new SecretProtector(before)).Of(Alice, IPAddress.Loopback)[0], new NetworkHashes(new SecretProtector(now, before)).Of(Alice, IPAddress.Loopback)[1]);
    }
}
