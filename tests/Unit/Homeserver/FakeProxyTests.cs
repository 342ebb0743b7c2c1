using System.Net;
using Portal.Tests.FakeHomeserver;
using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>The homeserver with the operator's proxy in front of it (compat contract, section 1).</summary>
public sealed class FakeProxyTests : FakeSynapseTest
{
    private readonly StubPortal _portal = new();

    protected override FakeSynapseOptions Options => new() { Proxy = true };

    [Theory]
    [InlineData("GET", "_matrix/client/v3/login")]
    [InlineData("GET", "_matrix/client/r0/login/sso/redirect/idp?redirectUrl=a%2Fb&c=d")]
    [InlineData("POST", "_matrix/client/v3/logout")]
    [InlineData("POST", "_matrix/client/unstable/logout/all")]
    public async Task The_login_of_before_OAuth_goes_to_the_portal(string method, string path)
    {
        Connect();

        await SendAsync(method, path, null, "Bearer a-token");

        Assert.Equal($"{method} https://auth.example/below/{path}\nAuthorization: Bearer a-token\nX-Forwarded-For: 127.0.0.1\n\n", Assert.Single(_portal.Requests));
        Assert.Empty(Synapse.Requests.All);
    }

    [Theory]
    [InlineData("_matrix/client/v3/rooms/room/send/m.room.message/login")]
    [InlineData("_matrix/client/v3/account/login")]
    [InlineData("_matrix/client/v3/logins")]
    [InlineData("_matrix/client/login")]
    public async Task Nothing_else_does(string path)
    {
        Connect();

        Assert.Equal(404, (await SendAsync("GET", path, null)).Status);

        Assert.Empty(_portal.Requests);
        Assert.Single(Synapse.Requests.All);
    }

    [Fact]
    public async Task Body_and_answer_pass_as_they_are()
    {
        Connect();
        (_portal.Status, _portal.Introspection) = (HttpStatusCode.Forbidden, """{"errcode":"M_FORBIDDEN"}""");

        var said = await SendAsync("POST", "_matrix/client/v3/login", """{"type":"m.login.password"}""");

        Assert.Equal((403, "M_FORBIDDEN"), (said.Status, said.Code));
        Assert.EndsWith("Content-Type: application/json\nX-Forwarded-For: 127.0.0.1\n\n{\"type\":\"m.login.password\"}", Assert.Single(_portal.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_portal_that_is_away_is_a_bad_gateway()
    {
        Connect();
        _portal.IsAway = true;

        Assert.Equal(502, (await SendAsync("GET", "_matrix/client/v3/login", null)).Status);
    }

    private void Connect() => Synapse.ConnectTo(new Uri("https://auth.example/below/"), _portal);
}
