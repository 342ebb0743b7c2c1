using System.Net.Http.Headers;

namespace Portal.Tests.FakeHomeserver.Client;

/// <summary>The way to the portal: what Synapse calls <c>endpoint</c>.</summary>
internal sealed class PortalConnection : IDisposable
{
    private const int MaxAnswerLength = 1024 * 1024;

    private readonly HttpClient _http;
    private readonly string _endpoint;

    /// <param name="endpoint">A path is kept.</param>
    /// <param name="handler">In place of the network.</param>
    public PortalConnection(Uri endpoint, HttpMessageHandler? handler)
    {
        _endpoint = endpoint.AbsoluteUri.TrimEnd('/');
        _http = handler is null
            ? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
            : new HttpClient(handler, disposeHandler: false);
        _http.MaxResponseContentBufferSize = MaxAnswerLength;
    }

    public Task<HttpResponseMessage> GetMetadataAsync() => _http.GetAsync(_endpoint + "/.well-known/openid-configuration");

    public async Task<HttpResponseMessage> IntrospectAsync(string token, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint + "/oauth2/introspect");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        request.Headers.Accept.Add(new("application/json"));
        request.Headers.Add("X-MAS-Supports-Device-Id", "1");
        request.Content = new FormUrlEncodedContent([new("token", token), new("token_type_hint", "access_token")]);
        return await _http.SendAsync(request);
    }

    /// <summary>Passes a request on as it is.</summary>
    /// <param name="target">Path and query.</param>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string target, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(_endpoint + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        return _http.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();
}
