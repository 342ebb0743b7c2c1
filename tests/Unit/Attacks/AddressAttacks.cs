using System.Net;
using Portal.Identity.Policy;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

public sealed class AddressAttacks
{
    private static readonly IPNetwork[] Trusted = [.. ClientAddress.DefaultTrustedNetworks.Select(IPNetwork.Parse)];

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("198.51.100.9, 10.0.0.1")]
    [InlineData("::1")]
    public void A42_A_stranger_cannot_choose_an_address_with_a_header(string forwardedFor)
    {
        var peer = IPAddress.Parse("203.0.113.7");

        Assert.Equal(peer, ClientAddress.Resolve(peer, [forwardedFor], Trusted));
    }

    [Fact]
    public void A42_Without_trusted_networks_no_header_is_believed_even_from_this_machine() =>
        Assert.Equal(IPAddress.Loopback, ClientAddress.Resolve(IPAddress.Loopback, ["203.0.113.7"], []));

    [Theory]
    [InlineData("10.0.0.9, 203.0.113.7")]
    [InlineData("198.51.100.1, 203.0.113.7")]
    [InlineData("127.0.0.1,127.0.0.1,203.0.113.7, 10.0.0.2")]
    public void A42_What_a_client_wrote_in_front_of_its_proxys_entry_is_not_believed(string forwardedFor) =>
        Assert.Equal(IPAddress.Parse("203.0.113.7"), ClientAddress.Resolve(IPAddress.Parse("10.0.0.1"), [forwardedFor], Trusted));
}
