using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Portal.Identity.Policy;

/// <summary>Reads addresses strictly: no ports, brackets or zones, and none of the short and octal forms that <see cref="IPAddress"/> understands.</summary>
public static class AddressParsing
{
    private const int MappedPrefixLength = 96; // ::ffff:0:0/96

    /// <summary>Reads one address. One that is IPv4 mapped into IPv6 becomes IPv4.</summary>
    public static IPAddress? ParseAddress(ReadOnlySpan<char> text)
    {
        if (text.ContainsAny("[]%") || !IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        // 010.0.0.1, 10.1 and 167772161 are all 10.0.0.1 to the BCL, and not to the proxy that we have to agree with.
        return address.AddressFamily == AddressFamily.InterNetworkV6 || text.SequenceEqual(address.ToString())
            ? Unmap(address)
            : null;
    }

    /// <summary>Reads an address or a CIDR range. Bits after the prefix are ignored, so <c>10.1.2.3/8</c> is <c>10.0.0.0/8</c>.</summary>
    public static IPNetwork? ParseRange(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var addressText = slash < 0 ? text : text[..slash];
        if (ParseAddress(addressText) is not { } address)
        {
            return null;
        }

        var bits = address.GetAddressBytes().Length * 8;
        if (slash < 0)
        {
            return new IPNetwork(address, bits);
        }

        if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return null;
        }

        var isMapped = bits == 32 && addressText.Contains(':', StringComparison.Ordinal);
        length = isMapped ? length - MappedPrefixLength : length;
        return length < 0 || length > bits ? null : new IPNetwork(Mask(address, length), length);
    }

    /// <summary>The same address as IPv4, if it is one mapped into IPv6.</summary>
    public static IPAddress Unmap(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>The address with all bits after the prefix zero.</summary>
    internal static IPAddress Mask(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - kept));
        }

        return new IPAddress(bytes);
    }
}
