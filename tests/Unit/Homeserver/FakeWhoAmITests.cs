using System.Net;
using System.Text.Json;
using Portal.Tests.FakeHomeserver;
using Portal.Tests.FakeHomeserver.State;
using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>Who a token is (homeserver contract, section 6.3).</summary>
public sealed class FakeWhoAmITests : FakeSynapseTest
{
    private readonly StubPortal _portal = new();

    protected override FakeSynapseOptions Options => new() { AppServices = [new AppService("the-token-of-the-bridge", "bridge")] };

    [Fact]
    public async Task The_portal_is_asked_in_so_many_words()
    {
        Arrange();

        var said = await WhoAmIAsync();

        Assert.Equal("""{"user_id":"@alice:example.org","is_guest":false,"device_id":"A"}""", JsonSerializer.Serialize(said.Json));
        Assert.Equal(
            $"""
            POST https://auth.example/below/oauth2/introspect
            Accept: application/json
            Authorization: Bearer {Secret}
            Content-Type: application/x-www-form-urlencoded
            X-MAS-Supports-Device-Id: 1

            token=the-token&token_type_hint=access_token
            """.ReplaceLineEndings("\n"),
            Assert.Single(_portal.Requests));
    }

    [Theory]
    [InlineData("""{"active":false}""", 401, "M_UNKNOWN_TOKEN")]
    [InlineData("""{"active":true,"scope":"openid","username":"alice"}""", 401, "M_UNKNOWN_TOKEN")]
    [InlineData("""{"active":true,"username":"alice"}""", 401, "M_UNKNOWN_TOKEN")]
    [InlineData("""{"active":true,"scope":"urn:matrix:client:api:*"}""", 500, "M_UNKNOWN")]
    [InlineData("""{"active":true,"scope":"urn:matrix:client:api:*","username":"Alice"}""", 500, "M_UNKNOWN")]
    [InlineData("""{"active":true,"scope":"urn:matrix:client:api:* urn:matrix:client:device:A urn:matrix:client:device:B","username":"alice"}""", 500, "M_UNKNOWN")]
    [InlineData("""{"active":true,"scope":"urn:matrix:client:api:* urn:matrix:client:device:","username":"alice"}""", 500, "M_UNKNOWN")]
    [InlineData("""{"active":true,"scope":"urn:matrix:client:api:* urn:matrix:client:device:B","username":"alice"}""", 401, "M_UNKNOWN_TOKEN")]
    [InlineData("""{"active":true,"scope":"urn:matrix:client:api:*","username":"alice","device_id":"B"}""", 401, "M_UNKNOWN_TOKEN")]
    [InlineData("""{"active":true,"scope":"urn:matrix:client:api:*","username":"alice","device_id":"A"}""", 200, null)]
    [InlineData("""{"active":true,"scope":"urn:matrix:client:api:*","username":"alice"}""", 200, null)]
    [InlineData("""{"active":true,"scope":"urn:matrix:org.matrix.msc2967.client:api:* urn:matrix:org.matrix.msc2967.client:device:A","username":"alice"}""", 200, null)]
    [InlineData("""{"active":true,"scope":"urn:matrix:client:api:*","username":"alice","expires_in":-1}""", 401, "M_UNKNOWN_TOKEN")]
    [InlineData("""{"active":"true","scope":"urn:matrix:client:api:*","username":"alice"}""", 503, "M_UNKNOWN")]
    [InlineData("""{"active":true,"scope":["urn:matrix:client:api:*"],"username":"alice"}""", 503, "M_UNKNOWN")]
    [InlineData("""{"active":true,"scope":"urn:matrix:client:api:*","username":"alice","expires_in":1.5}""", 503, "M_UNKNOWN")]
    [InlineData("""{"active":true,"scope":"urn:matrix:client:api:*","username":"alice","expires_in":"300"}""", 503, "M_UNKNOWN")]
    [InlineData("""{"active":true,"scope":"urn:matrix:client:api:*","username":"alice","expires_in":null}""", 503, "M_UNKNOWN")]
    [InlineData("""{"active":true,"scope":"urn:matrix:client:api:*","username":"alice","device_id":null}""", 503, "M_UNKNOWN")]
    [InlineData("{}", 503, "M_UNKNOWN")]
    [InlineData("[]", 503, "M_UNKNOWN")]
    [InlineData("<html>", 503, "M_UNKNOWN")]
    public async Task An_answer_becomes_a_user_only_as_it_must_be(string introspection, int status, string? code)
    {
        Arrange();
        _portal.Introspection = introspection;

        var said = await WhoAmIAsync();

        Assert.Equal((status, code), (said.Status, said.Code));
        if (code == "M_UNKNOWN_TOKEN")
        {
            Assert.False(said.Json!.Value.GetProperty("soft_logout").GetBoolean());
        }
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, false)]
    [InlineData(HttpStatusCode.Unauthorized, false)]
    [InlineData(HttpStatusCode.Found, false)]
    [InlineData(HttpStatusCode.OK, true)]
    public async Task A_portal_that_does_not_answer_is_503_and_asked_again(HttpStatusCode status, bool isAway)
    {
        Arrange();
        (_portal.Status, _portal.IsAway) = (status, isAway);
        Assert.Equal((503, "Unable to introspect the access token"), (await WhoAmIAsync()) switch { var said => (said.Status, said.Text("error")) });

        (_portal.Status, _portal.IsAway) = (HttpStatusCode.OK, false);
        Assert.Equal(200, (await WhoAmIAsync()).Status);
    }

    [Fact]
    public async Task An_answer_is_remembered_for_two_minutes_whatever_it_is()
    {
        Arrange();
        _portal.Introspection = """{"active":false}""";
        Assert.Equal(401, (await WhoAmIAsync()).Status);

        _portal.Introspection = StubPortal.Active;
        Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(401, (await WhoAmIAsync()).Status);
        Assert.Single(_portal.Requests);

        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await WhoAmIAsync()).Status);
        Synapse.Restart();
        await WhoAmIAsync();
        Assert.Equal(3, _portal.Requests.Count);
    }

    [Fact]
    public async Task A_token_that_expires_meanwhile_is_none_any_more()
    {
        Arrange();
        _portal.Introspection = StubPortal.Active.Replace("300", "60", StringComparison.Ordinal);
        Assert.Equal(200, (await WhoAmIAsync()).Status);

        Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(401, (await WhoAmIAsync()).Status);
        Assert.Single(_portal.Requests);
    }

    [Fact]
    public async Task A_device_that_is_gone_ends_the_token_at_once_and_the_portal_is_asked_again()
    {
        Arrange();
        Assert.Equal(200, (await WhoAmIAsync()).Status);

        await PostAsync("sync_devices", """{"localpart":"alice","devices":[]}""");

        Assert.Equal(401, (await WhoAmIAsync()).Status);
        Assert.Equal(401, (await WhoAmIAsync()).Status);
        Assert.Equal(2, _portal.Requests.Count);
    }

    [Fact]
    public async Task What_the_homeserver_has_marked_is_not_looked_at()
    {
        Arrange();
        (Synapse.Find("alice")!.IsLocked, Synapse.Find("alice")!.IsDeactivated) = (true, true);

        Assert.Equal(200, (await WhoAmIAsync()).Status);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("?access_token=the-token", "Bearer the-token")]
    [InlineData("", "bearer the-token")]
    public async Task One_token_is_needed(string query, string? authorization)
    {
        Arrange();

        var said = await SendAsync("GET", "_matrix/client/v3/account/whoami" + query, null, authorization is null ? [] : [authorization]);

        Assert.Equal((401, "M_MISSING_TOKEN"), (said.Status, said.Code));
        Assert.Empty(_portal.Requests);
    }

    [Fact]
    public async Task A_token_of_a_bridge_never_reaches_the_portal()
    {
        Arrange();

        Assert.Equal("""{"user_id":"@bridge:example.org","is_guest":false}""", JsonSerializer.Serialize((await WhoAmIAsync("the-token-of-the-bridge")).Json));
        Assert.Empty(_portal.Requests);
    }

    private void Arrange()
    {
        Synapse.ConnectTo(new Uri("https://auth.example/below/"), _portal);
        Synapse.Arrange("alice").Add(new FakeDevice("A"));
    }

    private Task<Said> WhoAmIAsync(string token = "the-token") => SendAsync("GET", "_matrix/client/v3/account/whoami", null, "Bearer " + token);
}
