using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Identity.Outbound;

namespace Portal.Tests.Unit.Support;

/// <summary>The web, as far as a test needs it: what the guarded client would fetch.</summary>
internal sealed class FakeWeb : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, (HttpStatusCode Status, byte[] Body, string Type, string? CacheControl)> _documents = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>The addresses that were asked for.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>While set, answers wait for it.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public void Put(string address, string body, string type = "application/json", string? cacheControl = null) => Put(address, Encoding.UTF8.GetBytes(body), type, cacheControl);

    public void Put(string address, byte[] body, string type, string? cacheControl = null) => _documents[address] = (HttpStatusCode.OK, body, type, cacheControl);

    /// <summary>From now on there is nothing.</summary>
    public void Remove(string address) => _documents.TryRemove(address, out _);

    /// <summary>In place of the real one.</summary>
    public void AddTo(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton(provider => new OutboundClient(this, new OutboundOptions(), provider.GetRequiredService<TimeProvider>())));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!.AbsoluteUri;
        _requests.Enqueue(address);
        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        if (!_documents.TryGetValue(address, out var document))
        {
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        var response = new HttpResponseMessage(document.Status) { Content = new ByteArrayContent(document.Body) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", document.Type);
        if (document.CacheControl is not null)
        {
            response.Headers.TryAddWithoutValidation("Cache-Control", document.CacheControl);
        }

        return response;
    }
}
