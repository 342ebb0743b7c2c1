using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Clients;
using Portal.Identity.Dpop;

namespace Portal.Tests.Unit.Support;

/// <summary>A client that proves its key with every request, as it is seen from outside.</summary>
internal sealed class DpopApp : IDisposable
{
    private readonly PortalFactory _site;

    private DpopApp(PortalFactory site, HttpApp http)
    {
        (_site, Http) = (site, http);
        Http.Prove = path => Proof(path);
    }

    /// <summary>It does what an app does, with a new proof each time.</summary>
    public HttpApp Http { get; }

    public DpopKey Key { get; } = new();

    public static async Task<DpopApp> RegisterAsync(PortalFactory site, string method = ClientAuthMethod.None) => new(site, await HttpApp.RegisterAsync(site, method));

    /// <summary>A proof for a request to that path, with claims in place of the good ones.</summary>
    /// <param name="key">In place of the client's own.</param>
    public string Proof(string path, string method = "POST", string? accessToken = null, DpopKey? key = null, params IEnumerable<(string Name, object? Value)> changes) => (key ?? Key).Sign(DpopKey.Claims(
        _site.Clock.GetUtcNow(),
        _site.Services.GetRequiredService<DpopNonces>().Current,
        [("htm", method), ("htu", PortalFactory.PublicBase + path), ("ath", accessToken is null ? null : DpopKey.HashOf(accessToken)), .. changes]));

    /// <summary>Consent and exchange.</summary>
    public async Task<(string Access, string Refresh)> TokensAsync(Browser browser)
    {
        var answer = await Http.ExchangeAsync(await Http.CodeAsync(browser, ("scope", "openid")));
        return answer.Status == System.Net.HttpStatusCode.OK
            ? (answer.Json.GetProperty("access_token").GetString()!, answer.Json.GetProperty("refresh_token").GetString()!)
            : throw new InvalidOperationException(answer.Text);
    }

    /// <summary>Asks who the person is, with these headers and no others.</summary>
    public async Task<Answer> UserInfoAsync(string authorization, params IEnumerable<string> proofs)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "oauth2/userinfo");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.TryAddWithoutValidation("DPoP", proofs);
        using var response = await _site.Raw().SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Asks as the client does.</summary>
    public Task<Answer> UserInfoWithProofAsync(string accessToken) => UserInfoAsync("DPoP " + accessToken, Proof("oauth2/userinfo", "GET", accessToken));

    public void Dispose() => Key.Dispose();
}
