using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Options;

namespace Portal.Identity.Homeserver;

/// <summary>Requests to the homeserver, proven with the secret. Which homeserver is the operator's choice: any address may be reached.</summary>
/// <remarks>One request a call: nothing is repeated, no redirect is followed, no proxy of the environment asked, no cookie kept.</remarks>
public sealed class HomeserverClient : IDisposable
{
    /// <summary>Longest accepted answer, in bytes.</summary>
    internal const int MaxAnswerLength = 1024 * 1024;

    private const int MaxHeaderKilobytes = 16;
    private const int MaxConnections = 32;

    private static readonly ProductInfoHeaderValue Product = new("Portal", typeof(HomeserverClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]);
    private readonly HttpMessageInvoker _http;
    private readonly AuthenticationHeaderValue _authorization;
    private readonly string _endpoint;
    private readonly HomeserverTimeouts _timeouts;
    private readonly TimeProvider _clock;

    public HomeserverClient(IOptions<MatrixOptions> options, TimeProvider clock)
        : this(options.Value, HomeserverTimeouts.Default, clock)
    {
    }

    /// <param name="options">Valid, with a secret.</param>
    internal HomeserverClient(MatrixOptions options, HomeserverTimeouts timeouts, TimeProvider clock)
        : this(Handler(timeouts.Connect), options, timeouts, clock)
    {
    }

    /// <param name="handler">Becomes this client's own.</param>
    internal HomeserverClient(HttpMessageHandler handler, MatrixOptions options, HomeserverTimeouts timeouts, TimeProvider clock)
    {
        _http = new HttpMessageInvoker(handler, disposeHandler: true);
        _authorization = new("Bearer", options.ReadSecret());
        _endpoint = options.ReadEndpoint()!.AbsoluteUri;
        (_timeouts, _clock) = (timeouts, clock);
    }

    /// <exception cref="HomeserverException">There was no answer, or one that is too long.</exception>
    internal async Task<HomeserverAnswer> SendAsync(HomeserverRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(request.IsDeletion ? _timeouts.Deletion : _timeouts.Request, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var message = MessageOf(request);
            using var response = await _http.SendAsync(message, either.Token);
            return new HomeserverAnswer(request.Operation, response.StatusCode, await ReadAsync(request.Operation, response, either.Token), response.Headers.Date);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HomeserverException($"The homeserver took too long for {request.Operation}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            // Without the exception itself: it may quote what the homeserver said, and that may be anything.
            throw new HomeserverException($"The homeserver could not be reached for {request.Operation}: {ReasonOf(exception)}.");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A value as it stands in a path or a query: percent-encoded except for letters, digits and <c>-_.~</c>, and never a step up or down.</summary>
    internal static string Escape(string value) => value is "." or ".." ? value.Replace(".", "%2E", StringComparison.Ordinal) : Uri.EscapeDataString(value);

    /// <summary>The handler that all of this rests on.</summary>
    internal static SocketsHttpHandler Handler(TimeSpan connectTimeout) => new()
    {
        ConnectTimeout = connectTimeout,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false, // would carry names and addresses to who knows where
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        MaxConnectionsPerServer = MaxConnections,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // finds a homeserver that has moved
    };

    private HttpRequestMessage MessageOf(HomeserverRequest request)
    {
        var address = new Uri(_endpoint + request.Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }); // as it was escaped, letter by letter
        var message = new HttpRequestMessage(request.Method, address);
        message.Headers.Authorization = request.Token is { } token ? new("Bearer", token) : _authorization;
        message.Headers.UserAgent.Add(Product);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return message;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(string operation, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > MaxAnswerLength)
            {
                throw new HomeserverException($"The homeserver's answer to {operation} is longer than {MaxAnswerLength:D} bytes.", response.StatusCode);
            }

            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    // Words of ours and of the platform only.
    private static string ReasonOf(Exception exception) => exception switch
    {
        HttpRequestException { InnerException: SocketException socket } => socket.SocketErrorCode.ToString(),
        HttpRequestException request => request.HttpRequestError.ToString(),
        HttpIOException io => io.HttpRequestError.ToString(),
        SocketException socket => socket.SocketErrorCode.ToString(),
        _ => nameof(HttpRequestError.ResponseEnded),
    };
}
