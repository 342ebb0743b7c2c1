using Microsoft.Extensions.Logging;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What an operator reads (operations contract, section 7.1 and section 17, line 20), and what nobody may.</summary>
public sealed class RequestLogTests : IAsyncLifetime
{
    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await PortalFactory.StartAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Theory]
    [InlineData("login?kind=manage_account&path=/account/", "/login", 200, LogLevel.Information, "-")]
    [InlineData("health/live", "/health/live", 200, LogLevel.Debug, "-")]
    [InlineData("no/such/page?token=x", "/no/such/page", 404, LogLevel.Warning, "-")]
    [InlineData("oauth2/userinfo?access_token=x", "/oauth2/userinfo", 401, LogLevel.Warning, "-")]
    public async Task One_line_a_request_with_its_path_and_without_its_query(string address, string path, int status, LogLevel level, string requester)
    {
        await _portal.Browser("203.0.113.7").GetAsync(address);

        var line = Assert.Single(_portal.Log.Requests);
        Assert.Equal(("GET", path, status, level), (line["Method"], line["Path"], line["Status"], line.Level));
        Assert.Equal(("203.0.113.7", requester), (line["ClientAddress"], line["Requester"]));
        Assert.DoesNotContain('?', line.ToString().Split("{Method}")[0]);
    }

    [Fact]
    public async Task A_line_says_who_the_request_acted_as()
    {
        var user = await _portal.PersonAsync("alice");
        var app = await HttpApp.RegisterAsync(_portal);
        var tokens = await app.TokensAsync(await _portal.SignedInAsync("alice"));
        await app.HomeserverIntrospectsAsync(tokens.GetProperty("access_token").GetString()!);

        string RequesterOf(string method, string path) => (string)_portal.Log.Requests.Last(line => (string?)line["Method"] == method && ((string)line["Path"]!).StartsWith(path, StringComparison.Ordinal))["Requester"]!;
        Assert.Equal($"user:{Ulid.Encode(user.Id)}", RequesterOf("GET", "/consent/"));
        Assert.Equal($"oauth2-client:{app.Id}", RequesterOf("POST", "/oauth2/token"));
        Assert.Equal("homeserver", RequesterOf("POST", "/oauth2/introspect"));
        Assert.Equal("-", RequesterOf("GET", "/login"));
    }
}
