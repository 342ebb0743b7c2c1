using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Portal.Tests.FakeHomeserver;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>Tests of the fake homeserver itself, over HTTP: it must be no laxer than Synapse (homeserver contract, section 9).</summary>
public abstract class FakeSynapseTest : IAsyncLifetime
{
    private protected static readonly string Secret = new FakeSynapseOptions().Secret;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    private protected ManualClock Clock { get; } = new();

    private protected FakeSynapse Synapse { get; private set; } = null!;

    protected virtual FakeSynapseOptions Options => new();

    public async ValueTask InitializeAsync() => Synapse = await FakeSynapse.StartAsync(Options, Clock);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Synapse.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Calls an endpoint of the integration as the authentication service does.</summary>
    private protected Task<Said> PostAsync(string endpoint, string body) => SendAsync("POST", "_synapse/mas/" + endpoint, body, "Bearer " + Secret);

    private protected Task<Said> GetAsync(string path) => SendAsync("GET", "_synapse/mas/" + path, null, "Bearer " + Secret);

    /// <param name="authorization">Headers, as they are.</param>
    private protected async Task<Said> SendAsync(string method, string path, string? body, params string[] authorization)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Synapse.Address + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        foreach (var header in authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Said((int)response.StatusCode, text.Length == 0 ? null : JsonElement.Parse(text));
    }
}

/// <summary>What the homeserver said.</summary>
internal sealed record Said(int Status, JsonElement? Json)
{
    public string? Code => Text("errcode");

    public string? Text(string name) => Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var member) ? member.GetString() : null;

    public override string ToString() => $"{Status} {Json}";
}
