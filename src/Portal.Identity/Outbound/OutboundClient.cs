using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;

namespace Portal.Identity.Outbound;

/// <summary>Speaks to addresses that somebody else chose, and nothing else may: https to public addresses, without redirects, proxies, cookies or credentials.</summary>
/// <remarks>Whoever names an address must not be able to make this server speak to a machine that they cannot reach themselves (OWASP: server-side request forgery).</remarks>
public sealed class OutboundClient : IDisposable
{
    private const int MaxHeaderKilobytes = 16;
    private const int MaxConnectionsPerServer = 4;
    private readonly HttpMessageInvoker _http;
    private readonly OutboundOptions _options;
    private readonly TimeProvider _clock;

    public OutboundClient(IOptions<OutboundOptions> options, TimeProvider clock)
        : this(Handler(options.Value, Dns.GetHostAddressesAsync), options.Value, clock)
    {
    }

    /// <param name="handler">Becomes this client's own.</param>
    internal OutboundClient(HttpMessageHandler handler, OutboundOptions options, TimeProvider clock) =>
        (_http, _options, _clock) = (new HttpMessageInvoker(handler, disposeHandler: true), options, clock);

    /// <summary>Gets the document. What a stranger's server can do wrong is a result; nothing of it is thrown.</summary>
    /// <param name="address">As the stranger gave it.</param>
    /// <param name="accept">The media type that is asked for.</param>
    /// <param name="maxLength">Longest accepted body, in bytes.</param>
    /// <param name="timeout">For everything: name, connection, answer.</param>
    /// <exception cref="OperationCanceledException">The caller does not want it any more.</exception>
    public Task<OutboundResult> FetchAsync(string address, string accept, int maxLength, TimeSpan timeout, CancellationToken cancellationToken) => SendAsync(
        address,
        uri =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, uri);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
            return request;
        },
        (response, within) => response.StatusCode == HttpStatusCode.OK ? ReadAsync(response, maxLength, within) : Task.FromResult(Unexpected(response)),
        timeout,
        cancellationToken);

    /// <summary>Posts a form; what the server answers is not read, only whether it took it (200 or 204).</summary>
    /// <inheritdoc cref="FetchAsync"/>
    public Task<OutboundResult> PostFormAsync(string address, IEnumerable<KeyValuePair<string, string>> fields, TimeSpan timeout, CancellationToken cancellationToken) => SendAsync(
        address,
        uri => new HttpRequestMessage(HttpMethod.Post, uri) { Content = new FormUrlEncodedContent(fields) },
        (response, _) => Task.FromResult(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent ? OutboundResult.Of(OutboundDocument.None) : Unexpected(response)),
        timeout,
        cancellationToken);

    /// <summary>Posts a form and reads what the server answers with 200.</summary>
    /// <inheritdoc cref="FetchAsync"/>
    public Task<OutboundResult> PostFormAsync(
        string address, IEnumerable<KeyValuePair<string, string>> fields, string accept, int maxLength, TimeSpan timeout, CancellationToken cancellationToken) => SendAsync(
        address,
        uri =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new FormUrlEncodedContent(fields) };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
            return request;
        },
        (response, within) => response.StatusCode == HttpStatusCode.OK ? ReadAsync(response, maxLength, within) : Task.FromResult(Unexpected(response)),
        timeout,
        cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<OutboundResult> SendAsync(
        string address, Func<Uri, HttpRequestMessage> ask, Func<HttpResponseMessage, CancellationToken, Task<OutboundResult>> read, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!TryReadAddress(address, out var uri))
        {
            return OutboundResult.Failed(OutboundFailure.AddressNotAllowed, "the address is not one that is fetched");
        }

        using var deadline = new CancellationTokenSource(timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var request = ask(uri);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Portal", null));
            using var response = await _http.SendAsync(request, either.Token);
            return await read(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return OutboundResult.Failed(OutboundFailure.TimedOut, "the server took too long");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            return IsNotAllowed(exception)
                ? OutboundResult.Failed(OutboundFailure.NetworkNotAllowed, "the host is not on a network that may be reached")
                : OutboundResult.Failed(OutboundFailure.Unreachable, "the server cannot be reached");
        }
    }

    private static OutboundResult Unexpected(HttpResponseMessage response) => OutboundResult.Failed(
        OutboundFailure.UnexpectedStatus, string.Create(CultureInfo.InvariantCulture, $"the server answered {(int)response.StatusCode}"), (int)response.StatusCode);

    /// <summary>The handler that all of this rests on.</summary>
    /// <param name="resolve">The addresses of a host name.</param>
    internal static SocketsHttpHandler Handler(OutboundOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        var addresses = new OutboundAddresses([.. options.AllowedNetworks.Select(AddressParsing.ParseRange).OfType<IPNetwork>()]);
        var connector = new GuardedConnector(addresses, resolve);
        return new SocketsHttpHandler
        {
            ConnectCallback = connector.ConnectAsync,
            UseProxy = false, // a proxy of the environment would connect to whatever it is told
            UseCookies = false,
            AllowAutoRedirect = false,
            Credentials = null,
            PreAuthenticate = false,
            AutomaticDecompression = DecompressionMethods.None, // a short answer stays short
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            MaxResponseDrainSize = 0,
            MaxConnectionsPerServer = MaxConnectionsPerServer,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        };
    }

    private bool TryReadAddress(string address, [NotNullWhen(true)] out Uri? uri)
    {
        uri = null;
        return Url.TryParse(address, out var url)
            && (url.Scheme is "https" || (url.Scheme is "http" && _options.AllowInsecure))
            && url is { Authority.UserInfo: null, Fragment: null }
            && Uri.TryCreate(url.Href, UriKind.Absolute, out uri);
    }

    private static async Task<OutboundResult> ReadAsync(HttpResponseMessage response, int maxLength, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > maxLength)
        {
            return TooLong(maxLength);
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[maxLength + 1]; // whatever Content-Length said
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > maxLength
            ? TooLong(maxLength)
            : OutboundResult.Of(new OutboundDocument(
                buffer.AsMemory(0, length), response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(), MaxAgeOf(response.Headers.CacheControl)));
    }

    private static OutboundResult TooLong(int maxLength) =>
        OutboundResult.Failed(OutboundFailure.TooLong, string.Create(CultureInfo.InvariantCulture, $"the answer is longer than {maxLength} bytes"));

    private static TimeSpan? MaxAgeOf(CacheControlHeaderValue? cache) => cache is { NoStore: true } or { NoCache: true } ? TimeSpan.Zero : cache?.MaxAge;

    private static bool IsNotAllowed(Exception? exception) =>
        exception is NetworkNotAllowedException || (exception is not null && IsNotAllowed(exception.InnerException));
}
