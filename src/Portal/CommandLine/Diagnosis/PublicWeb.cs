using System.Text.Json;

namespace Portal.CommandLine.Diagnosis;

/// <summary>Looks at public addresses as an app does: without credentials, and following redirects.</summary>
internal sealed class PublicWeb(HttpMessageHandler handler, TimeProvider clock) : IDisposable
{
    private const int MaxLength = 1024 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly HttpMessageInvoker _http = new(handler, disposeHandler: true);

    public static PublicWeb Real(TimeProvider clock) => new(new SocketsHttpHandler { UseCookies = false, MaxAutomaticRedirections = 5 }, clock);

    /// <returns>The status and, if it is a JSON object, the body; no status if there is no answer.</returns>
    public async Task<(int? Status, JsonElement? Object)> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = await _http.SendAsync(request, either.Token);
            await response.Content.LoadIntoBufferAsync(MaxLength, either.Token);
            return ((int)response.StatusCode, Parse(await response.Content.ReadAsByteArrayAsync(either.Token)));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (null, null);
        }
    }

    public void Dispose() => _http.Dispose();

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
