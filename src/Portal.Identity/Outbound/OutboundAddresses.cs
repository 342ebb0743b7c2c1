using System.Net;
using System.Net.Sockets;
using Portal.Identity.Policy;

namespace Portal.Identity.Outbound;

/// <summary>Which addresses may be connected to on behalf of strangers: those of the public internet, and what the operator allows besides.</summary>
/// <param name="allowed">The operator's exceptions.</param>
public sealed class OutboundAddresses(IReadOnlyList<IPNetwork> allowed)
{
    /// <summary>IPv4 that is not globally reachable (RFC 6890 and the registry that it founded), multicast and broadcast.</summary>
    private static readonly IPNetwork[] NotPublicIPv4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>All of IPv6 that is given out to networks (RFC 4291 §2.4); loopback, link-local, unique local and multicast lie outside.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Within it: protocol assignments with Teredo, and documentation.</summary>
    private static readonly IPNetwork[] NotPublicIPv6 = [.. new[] { "2001::/23", "2001:db8::/32", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>IPv6 that a gateway turns into the IPv4 address inside, and the byte at which that one begins: NAT64 (RFC 6052 §2.1) and 6to4 (RFC 3056 §2).</summary>
    private static readonly (IPNetwork Network, int Offset)[] Embedding = [(IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("2002::/16"), 2)];

    /// <summary>Whether a connection to this very address may be opened.</summary>
    public bool Allows(IPAddress address)
    {
        var effective = EffectiveOf(address);
        return IsPublic(effective) || allowed.Any(network => network.Contains(effective));
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? !Array.Exists(NotPublicIPv4, network => network.Contains(address))
        : GlobalUnicast.Contains(address) && !Array.Exists(NotPublicIPv6, network => network.Contains(address));

    /// <summary>The machine that is reached in the end.</summary>
    private static IPAddress EffectiveOf(IPAddress address)
    {
        var unmapped = AddressParsing.Unmap(address);
        foreach (var (network, offset) in Embedding)
        {
            if (network.Contains(unmapped))
            {
                return new IPAddress(unmapped.GetAddressBytes().AsSpan(offset, 4));
            }
        }

        return unmapped;
    }
}
