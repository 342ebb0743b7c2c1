using System.Text.Json;
using Portal.Tests.FakeHomeserver;
using Portal.Tests.FakeHomeserver.State;
using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>What apps get from a homeserver that has given its accounts away (homeserver contract, sections 6.1 and 6.4).</summary>
public sealed class FakeClientApiTests : FakeSynapseTest
{
    private readonly StubPortal _portal = new();

    protected override FakeSynapseOptions Options => new() { AppServices = [new AppService("the-token-of-the-bridge", "bridge", "irc_")], PublicBaseUrl = "https://matrix.example.org/" };

    [Theory]
    [InlineData("GET", "_matrix/client/v3/login")]
    [InlineData("POST", "_matrix/client/r0/login")]
    [InlineData("GET", "_matrix/client/v3/login/sso/redirect")]
    [InlineData("GET", "_matrix/client/v3/login/sso/redirect/oidc")]
    [InlineData("POST", "_matrix/client/v3/logout")]
    [InlineData("POST", "_matrix/client/v3/logout/all")]
    [InlineData("POST", "_matrix/client/v3/refresh")]
    [InlineData("POST", "_matrix/client/v3/account/password")]
    [InlineData("POST", "_matrix/client/v3/account/deactivate")]
    [InlineData("POST", "_matrix/client/v3/account/3pid/add")]
    [InlineData("POST", "_matrix/client/v3/account/3pid/delete")]
    [InlineData("POST", "_matrix/client/v3/account/3pid/email/requestToken")]
    [InlineData("POST", "_matrix/client/v3/delete_devices")]
    [InlineData("DELETE", "_matrix/client/v3/devices/A")]
    [InlineData("GET", "_matrix/client/v3/register/available")]
    [InlineData("GET", "_matrix/client/v1/register/m.login.registration_token/validity")]
    [InlineData("GET", "_synapse/admin/v1/registration_tokens")]
    [InlineData("POST", "_synapse/admin/v1/reset_password/%40alice%3Aexample.org")]
    [InlineData("POST", "_synapse/admin/v1/users/%40alice%3Aexample.org/login")]
    [InlineData("POST", "_synapse/admin/v1/register")]
    [InlineData("PUT", "_synapse/admin/v1/users/%40alice%3Aexample.org/admin")]
    [InlineData("POST", "_synapse/admin/v1/account_validity/validity")]
    public async Task What_the_portal_does_now_is_not_there(string method, string path)
    {
        Arrange();

        var said = await SendAsync(method, path, method == "GET" ? null : "{}", "Bearer the-token");

        Assert.Equal((404, "M_UNRECOGNIZED"), (said.Status, said.Code));
    }

    [Fact]
    public async Task The_portals_metadata_is_passed_on_as_it_is_and_kept_until_a_restart()
    {
        Arrange();
        var first = _portal.Metadata;
        Assert.Equal(first, JsonSerializer.Serialize((await SendAsync("GET", "_matrix/client/v1/auth_metadata", null)).Json));

        _portal.Metadata = """{"issuer":"https://other.example/","account_management_uri":"https://other.example/account"}""";
        Assert.Equal(first, JsonSerializer.Serialize((await SendAsync("GET", "_matrix/client/unstable/org.matrix.msc2965/auth_metadata", null)).Json));
        Assert.Equal("https://auth.example/", (await SendAsync("GET", "_matrix/client/unstable/org.matrix.msc2965/auth_issuer", null)).Text("issuer"));
        Assert.Equal(
            """{"m.homeserver":{"base_url":"https://matrix.example.org/"},"org.matrix.msc2965.authentication":{"issuer":"https://auth.example/","account":"https://auth.example/account/"}}""",
            JsonSerializer.Serialize((await SendAsync("GET", ".well-known/matrix/client", null)).Json));

        Synapse.Restart();
        Assert.Equal("https://other.example/", (await SendAsync("GET", "_matrix/client/unstable/org.matrix.msc2965/auth_issuer", null)).Text("issuer"));
        Assert.Equal(["GET https://auth.example/.well-known/openid-configuration\n\n\n", "GET https://auth.example/.well-known/openid-configuration\n\n\n"], _portal.Requests);
    }

    [Theory]
    [InlineData("""{"issuer":"https://auth.example/"}""")]
    [InlineData("""{"issuer":1,"account_management_uri":"https://auth.example/account/"}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    public async Task Metadata_that_lacks_something_is_none_and_asked_for_again(string metadata)
    {
        Arrange();
        var good = _portal.Metadata;
        _portal.Metadata = metadata;
        Assert.Equal(500, (await SendAsync("GET", "_matrix/client/v1/auth_metadata", null)).Status);

        _portal.Metadata = good;
        Assert.Equal(200, (await SendAsync("GET", "_matrix/client/v1/auth_metadata", null)).Status);
    }

    [Fact]
    public async Task Keys_are_set_once_and_replaced_only_while_it_is_allowed()
    {
        Arrange();
        Assert.Equal(200, (await UploadAsync("1")).Status);
        Assert.Equal(200, (await UploadAsync("1")).Status);

        var refused = await UploadAsync("2");
        Assert.Equal((401, "dummy"), (refused.Status, refused.Text("session")));
        const string Url = "https://auth.example/account/?action=org.matrix.cross_signing_reset";
        Assert.Equal("""[{"stages":["m.oauth"]},{"stages":["org.matrix.cross_signing_reset"]}]""", JsonSerializer.Serialize(refused.Json!.Value.GetProperty("flows")));
        Assert.Equal($"{{\"m.oauth\":{{\"url\":\"{Url}\"}},\"org.matrix.cross_signing_reset\":{{\"url\":\"{Url}\"}}}}", JsonSerializer.Serialize(refused.Json.Value.GetProperty("params")));

        await PostAsync("allow_cross_signing_reset", """{"localpart":"alice"}""");
        Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await UploadAsync("2")).Status);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await UploadAsync("3")).Status);
    }

    [Theory]
    [InlineData("""{"type":"m.login.application_service","inhibit_login":true,"username":"irc_bob"}""", "the-token-of-the-bridge", 200, null)]
    [InlineData("""{"type":"m.login.application_service","inhibit_login":true,"username":"bob"}""", "the-token-of-the-bridge", 400, "M_EXCLUSIVE")]
    [InlineData("""{"type":"m.login.application_service","inhibit_login":false,"username":"irc_bob"}""", "the-token-of-the-bridge", 403, "M_FORBIDDEN")]
    [InlineData("""{"type":"m.login.application_service","username":"irc_bob"}""", "the-token-of-the-bridge", 403, "M_FORBIDDEN")]
    [InlineData("""{"type":"m.login.application_service","inhibit_login":true,"username":"irc_bob"}""", "the-token", 401, "M_UNKNOWN_TOKEN")]
    [InlineData("""{"username":"bob","password":"secret"}""", "the-token", 403, "M_FORBIDDEN")]
    public async Task Only_a_bridge_still_makes_users(string body, string token, int status, string? code)
    {
        Arrange();

        var said = await SendAsync("POST", "_matrix/client/v3/register", body, "Bearer " + token);

        Assert.Equal((status, code), (said.Status, said.Code));
    }

    [Fact]
    public async Task An_app_sees_its_devices_and_everybody_sees_profiles()
    {
        Arrange();
        Synapse.Find("alice")!.Add(new FakeDevice("KEY") { IsHidden = true });

        Assert.Equal("""{"devices":[{"device_id":"A","display_name":"Phone"}]}""", JsonSerializer.Serialize((await SendAsync("GET", "_matrix/client/v3/devices", null, "Bearer the-token")).Json));
        Assert.Equal(200, (await SendAsync("GET", "_matrix/client/v3/devices/A", null, "Bearer the-token")).Status);
        Assert.Equal(404, (await SendAsync("GET", "_matrix/client/v3/devices/KEY", null, "Bearer the-token")).Status);
        Assert.Equal("""{"displayname":"alice"}""", JsonSerializer.Serialize((await SendAsync("GET", "_matrix/client/v3/profile/@alice:example.org", null)).Json));
        Assert.Equal(404, (await SendAsync("GET", "_matrix/client/v3/profile/@alice:elsewhere.example", null)).Status);
        Assert.Equal(200, (await SendAsync("GET", "_matrix/client/versions", null)).Status);
        Assert.Equal(200, (await SendAsync("DELETE", "_matrix/client/v3/devices/A?user_id=%40alice%3Aexample.org", null, "Bearer the-token-of-the-bridge")).Status);
        Assert.Empty(Synapse.Find("alice")!.DeviceIds);
    }

    private void Arrange()
    {
        Synapse.ConnectTo(new Uri("https://auth.example/"), _portal);
        Synapse.Arrange("alice").Add(new FakeDevice("A", "Phone"));
    }

    private Task<Said> UploadAsync(string key) => SendAsync("POST", "_matrix/client/v3/keys/device_signing/upload", $"{{\"master_key\":{{\"keys\":\"{key}\"}}}}", "Bearer the-token");
}
