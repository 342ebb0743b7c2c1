using System.Net.Http.Headers;
using System.Text.Json;

namespace Portal.Bench.Measure;

/// <summary>Asks what a token is worth, as the homeserver does, and looks at the answer.</summary>
/// <param name="authorization">The header, of the homeserver or of a client that may ask.</param>
internal sealed class Introspection(Uri portal, string authorization) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());

    /// <summary>Every token must be live; also brings each past its first use, which writes.</summary>
    public async Task RequireAllActiveAsync(IEnumerable<string> tokens)
    {
        foreach (var token in tokens)
        {
            if (!await IsActiveAsync(token))
            {
                throw new InvalidOperationException("A live token was called inactive.");
            }
        }
    }

    /// <summary>The very next answer after a revocation must be no.</summary>
    public async Task RequireInactiveAfterRevocationAsync(string token)
    {
        await RequireAllActiveAsync([token]);
        using var revoked = await PostAsync("oauth2/revoke", token, authorised: false);
        revoked.EnsureSuccessStatusCode();
        if (await IsActiveAsync(token))
        {
            throw new InvalidOperationException("A revoked token was called active.");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> IsActiveAsync(string token)
    {
        using var response = await PostAsync("oauth2/introspect", token, authorised: true);
        response.EnsureSuccessStatusCode();
        using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        return answer.RootElement.GetProperty("active").GetBoolean();
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string token, bool authorised)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(portal, path));
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("token", token)]);
        request.Headers.Authorization = authorised ? AuthenticationHeaderValue.Parse(authorization) : null;
        return await _http.SendAsync(request, CancellationToken.None);
    }
}
