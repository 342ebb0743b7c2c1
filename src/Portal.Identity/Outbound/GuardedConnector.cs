using System.Net;
using System.Net.Sockets;

namespace Portal.Identity.Outbound;

/// <summary>Opens connections for <see cref="OutboundClient"/>: looks the name up itself, and connects to exactly the addresses that it has looked at.</summary>
/// <remarks>A second lookup could answer otherwise; that is how DNS rebinding works.</remarks>
/// <param name="resolve">The addresses of a host name.</param>
internal sealed class GuardedConnector(OutboundAddresses addresses, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="NetworkNotAllowedException">One of the addresses may not be reached: a name that mixes them was made to.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (found.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        if (!Array.TrueForAll(found, addresses.Allows))
        {
            throw new NetworkNotAllowedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
