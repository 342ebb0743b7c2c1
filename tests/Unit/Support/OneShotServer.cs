using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Tests.Unit.Support;

/// <summary>A web server on loopback that says to every connection what the test wrote, byte for byte, and remembers what was asked.</summary>
internal sealed partial class OneShotServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly byte[] _answer;
    private readonly bool _closes;
    private readonly Task _accepting;

    /// <param name="answer">Status line, headers and body.</param>
    /// <param name="closes">Otherwise the connection stays open, as if more were to come.</param>
    public OneShotServer(string answer, bool closes = true)
    {
        (_answer, _closes) = (Encoding.Latin1.GetBytes(answer), closes);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>All requests, head and body.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>Set when a request has been read.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static string Ok(string body, string headers = "") =>
        $"HTTP/1.1 200 OK\r\nContent-Length: {Encoding.Latin1.GetByteCount(body)}\r\n{headers}\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                open.Add(client);
                await ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The test is over.
        }
        finally
        {
            open.ForEach(client => client.Dispose());
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var stream = client.GetStream();
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (!IsWhole(Encoding.Latin1.GetString(buffer, 0, length)))
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), _stop.Token);
            if (read == 0)
            {
                return;
            }

            length += read;
        }

        _requests.Enqueue(Encoding.Latin1.GetString(buffer, 0, length));
        Asked.TrySetResult();
        await stream.WriteAsync(_answer, _stop.Token);
        if (_closes)
        {
            client.Close();
        }
    }

    private static bool IsWhole(string request) => request.Split("\r\n\r\n", 2) is [var head, var body] && body.Length >= ContentLength().Match(head) switch
    {
        { Success: true, Groups: [_, var length] } => int.Parse(length.Value, CultureInfo.InvariantCulture),
        _ => 0,
    };

    [GeneratedRegex(@"\r\nContent-Length: (?<length>\d+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ContentLength();
}
