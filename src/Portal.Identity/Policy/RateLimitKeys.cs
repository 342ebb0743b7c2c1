using System.Net;
using System.Net.Sockets;

namespace Portal.Identity.Policy;

/// <summary>What a bucket belongs to, as text.</summary>
public static class RateLimitKeys
{
    /// <summary>The limit of requests that a person is to decide, in whichever protocol.</summary>
    public const string Authorization = "authorization";

    /// <summary>The limit of access tokens and app passwords that are made.</summary>
    public const string ProgramAccess = "program-access";

    /// <summary>Shared by all requests whose address cannot be found.</summary>
    public const string UnknownAddress = "unknown";

    // One household or server is given a /64 and can choose any address in it.
    private const int NetworkLength = 64;

    /// <summary>An IPv4 address, the /64 of an IPv6 address, or <see cref="UnknownAddress"/>.</summary>
    public static string ForAddress(IPAddress? address)
    {
        if (address is null)
        {
            return UnknownAddress;
        }

        var unmapped = AddressParsing.Unmap(address);
        return unmapped.AddressFamily == AddressFamily.InterNetworkV6
            ? $"{AddressParsing.Mask(unmapped, NetworkLength)}/{NetworkLength}"
            : unmapped.ToString();
    }
}
