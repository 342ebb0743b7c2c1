using System.Net;
using Portal.Identity.Policy;
using Xunit;

namespace Portal.Tests.Unit.Identity.Policy;

public sealed class ClientAddressTests
{
    private static readonly IPNetwork[] Trusted = [.. ClientAddress.DefaultTrustedNetworks.Select(IPNetwork.Parse)];

    [Theory]
    [InlineData("203.0.113.7", "", "203.0.113.7")]
    [InlineData("203.0.113.7", "198.51.100.1", "203.0.113.7")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    [InlineData("10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "192.0.2.1, 198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "198.51.100.1, 10.0.0.9, 172.16.0.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "  198.51.100.1\t,10.0.0.9 ", "198.51.100.1")]
    [InlineData("10.0.0.1", "198.51.100.1, unknown, , _hidden", "198.51.100.1")]
    [InlineData("10.0.0.1", "198.51.100.1, 198.51.100.2:4711", "198.51.100.1")]
    [InlineData("10.0.0.1", "198.51.100.1, 3232235777", "198.51.100.1")]
    [InlineData("10.0.0.1", "198.51.100.1, 0x0a.1, 192.0.2.010", "198.51.100.1")]
    [InlineData("10.0.0.1", "198.51.100.1, [2001:db8::1], fe80::1%eth0", "198.51.100.1")]
    [InlineData("10.0.0.1", "rubbish", "10.0.0.1")]
    [InlineData("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3")]
    [InlineData("10.0.0.1", "2001:db8::7", "2001:db8::7")]
    [InlineData("10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "198.51.100.1, ::ffff:10.0.0.9", "198.51.100.1")]
    [InlineData("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("::ffff:203.0.113.7", "198.51.100.1", "203.0.113.7")]
    [InlineData("::1", "198.51.100.1", "198.51.100.1")]
    [InlineData(null, "198.51.100.1", "198.51.100.1")]
    [InlineData(null, "10.0.0.2", "10.0.0.2")]
    [InlineData(null, "", null)]
    public void Finds_the_first_that_is_no_proxy_from_the_right(string? peer, string forwardedFor, string? expected) =>
        Assert.Equal(Parse(expected), ClientAddress.Resolve(Parse(peer), [forwardedFor], Trusted));

    [Fact]
    public void Joins_all_lines_of_the_header_in_order() =>
        Assert.Equal(
            IPAddress.Parse("198.51.100.1"),
            ClientAddress.Resolve(IPAddress.Parse("10.0.0.1"), ["192.0.2.1", null, "198.51.100.1, 10.0.0.3", "10.0.0.2"], Trusted));

    [Fact]
    public void Without_the_header_it_is_the_peer() =>
        Assert.Equal(IPAddress.Parse("10.0.0.1"), ClientAddress.Resolve(IPAddress.Parse("10.0.0.1"), [], Trusted));

    private static IPAddress? Parse(string? text) => text is null ? null : IPAddress.Parse(text);
}
