using System.Net;
using System.Text;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>A portal as the homeserver sees it: says to every question what the test wrote.</summary>
internal sealed class StubPortal : HttpMessageHandler
{
    /// <summary>A token of alice's on her device A.</summary>
    public const string Active =
        """{"active":true,"scope":"urn:matrix:client:api:* urn:matrix:client:device:A urn:matrix:org.matrix.msc2967.client:device:A","username":"alice","client_id":"x","expires_in":300}""";

    public string Introspection { get; set; } = Active;

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public string Metadata { get; set; } = """{"issuer":"https://auth.example/","account_management_uri":"https://auth.example/account/","more":[1]}""";

    /// <summary>Whether nobody is there.</summary>
    public bool IsAway { get; set; }

    /// <summary>Heads and bodies.</summary>
    public List<string> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            .Where(header => header.Key != "Content-Length").Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal);
        Requests.Add($"{request.Method} {request.RequestUri}\n{string.Join('\n', headers)}\n\n{(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken))}");
        return IsAway
            ? throw new HttpRequestException("Nobody is there.")
            : new HttpResponseMessage(Status) { Content = new StringContent(request.Method == HttpMethod.Get ? Metadata : Introspection, Encoding.UTF8, "application/json") };
    }
}
