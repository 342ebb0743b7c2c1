using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Portal.Identity.Keys;
using Portal.Identity.Policy;

namespace Portal.Identity.Sessions;

/// <summary>What is stored of the network in which somebody signs in: as much of the address as a provider gives to a neighbourhood, under a key of ours.</summary>
public sealed class NetworkHashes(SecretProtector protector)
{
    // Of IPv4, what is routed as a whole; of IPv6, what a provider gives to one customer.
    private const int ShortPrefix = 24;
    private const int LongPrefix = 48;

    private readonly IReadOnlyList<byte[]> _keys = protector.DeriveKeys("known-networks");

    /// <summary>The hash as it is stored now, and then those as they were stored under the keys before.</summary>
    public IReadOnlyList<byte[]> Of(Guid userId, IPAddress address)
    {
        var plain = AddressParsing.Unmap(address);
        byte[] text = [.. userId.ToByteArray(bigEndian: true), .. AddressParsing.Mask(plain, plain.AddressFamily == AddressFamily.InterNetworkV6 ? LongPrefix : ShortPrefix).GetAddressBytes()];
        return [.. _keys.Select(key => HMACSHA256.HashData(key, text))];
    }
}
