using System.Net;

namespace Portal.Identity.Policy;

/// <summary>Finds the address that a request comes from, once per request, for limits, rules and records alike.</summary>
public static class ClientAddress
{
    /// <summary>The networks whose <c>X-Forwarded-For</c> is believed unless the operator says otherwise: the private ones and this machine.</summary>
    public static IReadOnlyList<string> DefaultTrustedNetworks { get; } =
        ["192.168.0.0/16", "172.16.0.0/12", "10.0.0.0/8", "127.0.0.0/8", "fd00::/8", "::1/128"];

    /// <summary>The first address, from the last proxy backwards, that is no trusted proxy; if all are, the outermost.</summary>
    /// <param name="peer">The other end of the connection; null for a UNIX socket, which only a proxy of this machine can open and which is trusted.</param>
    /// <param name="forwardedFor">All lines of <c>X-Forwarded-For</c>, in order. Not looked at unless the peer is trusted.</param>
    /// <returns>Null if there is no address: a UNIX socket, and nothing usable in the header.</returns>
    public static IPAddress? Resolve(IPAddress? peer, IEnumerable<string?> forwardedFor, IReadOnlyList<IPNetwork> trusted)
    {
        peer = peer is null ? null : AddressParsing.Unmap(peer);
        if (peer is not null && !IsTrusted(peer))
        {
            return peer;
        }

        var hops = forwardedFor
            .SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Select(entry => AddressParsing.ParseAddress(entry))
            .OfType<IPAddress>()
            .ToList();
        return hops.FindLast(hop => !IsTrusted(hop)) ?? hops.FirstOrDefault() ?? peer;

        bool IsTrusted(IPAddress address) => trusted.Any(network => network.Contains(address));
    }
}
