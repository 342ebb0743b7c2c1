using System.Text.Json;
using Portal.Tests.FakeHomeserver;
using Portal.Tests.FakeHomeserver.State;
using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>The admin API that an older authentication service uses (homeserver contract, section 5).</summary>
public sealed class FakeAdminApiTests : FakeSynapseTest
{
    private const string Alice = "_synapse/admin/v2/users/%40alice%3Aexample.org";

    protected override FakeSynapseOptions Options => new() { Delegation = Delegation.Msc3861, Undeletable = ["boss"] };

    [Theory]
    [InlineData("GET", Alice)]
    [InlineData("PUT", Alice)]
    [InlineData("GET", "_synapse/admin/v1/username_available?username=alice")]
    [InlineData("GET", Alice + "/devices")]
    [InlineData("POST", Alice + "/devices")]
    [InlineData("POST", Alice + "/delete_devices")]
    [InlineData("PUT", Alice + "/devices/A")]
    [InlineData("DELETE", Alice + "/devices/A")]
    [InlineData("POST", "_synapse/admin/v1/deactivate/%40alice%3Aexample.org")]
    [InlineData("POST", "_synapse/admin/v1/users/%40alice%3Aexample.org/_allow_cross_signing_replacement_without_uia")]
    public async Task Only_an_admin_may(string method, string path)
    {
        var portal = new StubPortal();
        Synapse.ConnectTo(new Uri("https://auth.example/"), portal);
        Synapse.Arrange("alice").Add(new FakeDevice("A"));

        Assert.Equal(401, (await SendAsync(method, path, method == "GET" ? null : "{}")).Status);
        Assert.Equal((403, "M_FORBIDDEN"), (await SendAsync(method, path, method == "GET" ? null : "{}", "Bearer the-token")) switch { var said => (said.Status, said.Code) });
        portal.Introspection = StubPortal.Active.Replace("urn:matrix:client:api:*", "urn:matrix:client:api:* urn:synapse:admin:*", StringComparison.Ordinal);
        Assert.NotEqual(403, (await SendAsync(method, path, method == "GET" ? null : "{}", "Bearer another-token")).Status);
    }

    [Fact]
    public async Task A_user_is_made_and_changed_by_what_is_given()
    {
        var made = await AskAsync("PUT", Alice, """{"displayname":"Alice","threepids":[{"medium":"email","address":"a@example.com"},{"medium":"msisdn","address":"447700900000"}],"external_ids":[{"auth_provider":"oauth-delegated","external_id":"01"}]}""");
        Assert.Equal((201, "@alice:example.org", "Alice"), (made.Status, made.Text("name"), made.Text("displayname")));

        Assert.Equal(200, (await AskAsync("PUT", Alice, """{"avatar_url":"mxc://a/b"}""")).Status);
        var alice = Synapse.Find("alice")!;
        Assert.Equal(("Alice", "mxc://a/b", "01"), (alice.DisplayName, alice.AvatarUrl, alice.ExternalIds["oauth-delegated"]));
        Assert.Equal(["a@example.com"], alice.Emails);

        await AskAsync("PUT", Alice, """{"displayname":"","avatar_url":"","threepids":[],"deactivated":true}""");
        Assert.Equal((null, null, true), (alice.DisplayName, alice.AvatarUrl, alice.IsDeactivated));
        Assert.Empty(alice.Phones);
        await AskAsync("PUT", Alice, """{"deactivated":false}""");
        Assert.False(alice.IsDeactivated);
    }

    [Theory]
    [InlineData("""{"displayname":1}""", 400)]
    [InlineData("""{"threepids":"a@example.com"}""", 400)]
    [InlineData("""{"threepids":["a@example.com"]}""", 400)]
    [InlineData("""{"threepids":[{"medium":"email"}]}""", 400)]
    [InlineData("""{"external_ids":[{"auth_provider":"oauth-delegated"}]}""", 400)]
    [InlineData("""{"external_ids":[{"auth_provider":"oauth-delegated","external_id":"bob's"}]}""", 409)]
    [InlineData("""{"deactivated":"false"}""", 400)]
    [InlineData("[]", 400)]
    [InlineData("garbage", 400)]
    public async Task What_is_not_as_it_must_be_is_refused(string body, int status)
    {
        Synapse.Arrange("bob").ExternalIds["oauth-delegated"] = "bob's";

        Assert.Equal(status, (await AskAsync("PUT", Alice, body)).Status);
    }

    [Theory]
    [InlineData("_synapse/admin/v2/users/alice", 400)]
    [InlineData("_synapse/admin/v2/users/%40alice%3Aelsewhere.example", 400)]
    [InlineData("_synapse/admin/v2/users/%40Alice%3Aexample.org", 404)]
    public async Task A_user_is_named_by_a_Matrix_ID_of_this_server(string path, int status)
    {
        Synapse.Arrange("alice");

        Assert.Equal(status, (await AskAsync("GET", path)).Status);
        Assert.Equal(400, (await AskAsync("PUT", path, "{}")).Status); // capitals are no name for somebody new
    }

    [Theory]
    [InlineData("?username=alice", 200, null)]
    [InlineData("?username=taken", 400, "M_USER_IN_USE")]
    [InlineData("?username=Alice", 400, "M_INVALID_USERNAME")]
    [InlineData("", 400, "M_MISSING_PARAM")]
    [InlineData("?username=%C3%A4", 400, "M_INVALID_PARAM")]
    public async Task A_name_is_looked_at_by_the_same_rules(string query, int status, string? code)
    {
        Synapse.Arrange("taken");

        var said = await AskAsync("GET", "_synapse/admin/v1/username_available" + query);

        Assert.Equal((status, code), (said.Status, said.Code));
    }

    [Fact]
    public async Task Devices_are_listed_made_named_and_deleted()
    {
        var alice = Synapse.Arrange("alice");
        alice.Add(new FakeDevice("KEY") { IsHidden = true });
        alice.Add(new FakeDevice("DRY") { IsDehydrated = true });

        Assert.Equal(201, (await AskAsync("POST", Alice + "/devices", """{"device_id":"A/B"}""")).Status);
        Assert.Equal(400, (await AskAsync("POST", Alice + "/devices", "{}")).Status);
        Assert.Equal(200, (await AskAsync("PUT", Alice + "/devices/A%2FB", """{"display_name":"Phone"}""")).Status);
        Assert.Equal(404, (await AskAsync("PUT", Alice + "/devices/C", """{"display_name":"Phone"}""")).Status);
        Assert.Equal(
            """{"devices":[{"device_id":"A/B","display_name":"Phone"},{"device_id":"DRY","display_name":null,"dehydrated":true}],"total":2}""",
            JsonSerializer.Serialize((await AskAsync("GET", Alice + "/devices")).Json));
        Assert.Equal(200, (await AskAsync("DELETE", Alice + "/devices/C")).Status);
        Assert.Equal(200, (await AskAsync("POST", Alice + "/delete_devices", """{"devices":["A/B","KEY","C"]}""")).Status);
        Assert.Equal(["DRY", "KEY"], alice.Devices.Keys);
    }

    [Theory]
    [InlineData("alice", """{"erase":true}""", 200)]
    [InlineData("alice", "{}", 200)]
    [InlineData("alice", """{"erase":1}""", 400)]
    [InlineData("boss", """{"erase":true}""", 403)]
    [InlineData("nobody", """{"erase":true}""", 404)]
    public async Task A_user_is_deactivated(string name, string body, int status)
    {
        Synapse.Arrange("alice");
        Synapse.Arrange("boss");

        Assert.Equal(status, (await AskAsync("POST", $"_synapse/admin/v1/deactivate/%40{name}%3Aexample.org", body)).Status);

        Assert.Equal((status == 200, status == 200 && body.Contains("true", StringComparison.Ordinal)), Synapse.Find("alice") is { } alice && name == "alice" ? (alice.IsDeactivated, alice.IsErased) : (false, false));
    }

    [Fact]
    public async Task Names_and_keys_can_be_changed_for_others()
    {
        var alice = Synapse.Arrange("alice");

        Assert.Equal(200, (await AskAsync("PUT", "_matrix/client/v3/profile/%40alice%3Aexample.org/displayname", """{"displayname":"A."}""")).Status);
        Assert.Equal("A.", alice.DisplayName);
        Assert.Equal(404, (await AskAsync("POST", "_synapse/admin/v1/users/%40alice%3Aexample.org/_allow_cross_signing_replacement_without_uia", "{}")).Status);
        alice.MasterKey = "{}";
        Assert.Equal(200, (await AskAsync("POST", "_synapse/admin/v1/users/%40alice%3Aexample.org/_allow_cross_signing_replacement_without_uia", "{}")).Status);
        Assert.Equal(Clock.GetUtcNow().AddMinutes(10), alice.MasterKeyReplaceableUntil);
    }

    private Task<Said> AskAsync(string method, string path, string? body = null) => SendAsync(method, path, body, "Bearer " + Secret);
}
