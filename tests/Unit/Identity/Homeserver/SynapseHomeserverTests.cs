using System.Net;
using Portal.Identity.Homeserver;
using Portal.Tests.FakeHomeserver;
using Portal.Tests.FakeHomeserver.Faults;
using Portal.Tests.FakeHomeserver.State;
using Xunit;

namespace Portal.Tests.Unit.Identity.Homeserver;

/// <summary>Calls of the integration, as they go over the wire (homeserver contract, sections 2 and 11).</summary>
public sealed class SynapseHomeserverTests : SynapseTest
{
    public static TheoryData<string> AllCalls { get; } = [.. Writes.Keys, .. Queries.Keys];

    public static TheoryData<string> AllWrites { get; } = [.. Writes.Keys];

    private protected override FakeSynapseOptions SynapseOptions => base.SynapseOptions with { AppServices = [new AppService("t", "bridge")] };

    private protected override IHomeserver Make(HomeserverClient client, MatrixOptions options) => new SynapseHomeserver(client);

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Line_1_Every_call_carries_the_secret_and_says_who_we_are(string call)
    {
        Synapse.Arrange("alice").Add(new FakeDevice("A"));

        await CallOf(call)(Homeserver);

        Assert.Equal((call, "Bearer " + Secret), (Last.Endpoint, Last.Headers["authorization"]));
        Assert.StartsWith("Portal/", Last.Headers["user-agent"], StringComparison.Ordinal);
        Assert.Equal("application/json", Last.Headers.GetValueOrDefault("content-type", "application/json"));
        Assert.Single(Synapse.Requests.All);
    }

    [Theory]
    [InlineData(false, null, null, """{"localpart":"alice","locked":false}""")]
    [InlineData(true, null, null, """{"localpart":"alice","locked":true}""")]
    [InlineData(false, "Alice", null, """{"localpart":"alice","locked":false,"set_displayname":"Alice"}""")]
    [InlineData(false, null, "", """{"localpart":"alice","locked":false,"set_emails":[]}""")]
    [InlineData(true, "Alice", "B@Example.com a@example.com b@example.com", """{"localpart":"alice","locked":true,"set_displayname":"Alice","set_emails":["b@example.com","a@example.com"]}""")]
    public async Task Line_3_and_4_Provisioning_always_says_whether_somebody_is_locked_and_else_only_what_is_meant(bool isLocked, string? displayName, string? emails, string body)
    {
        await Homeserver.ProvisionUserAsync(
            new ProvisionedUser("alice", "01", isLocked) { DisplayName = displayName, Emails = emails?.Split(' ', StringSplitOptions.RemoveEmptyEntries) }, Cancelled);

        Assert.Equal(body, Last.Body);
        Assert.Equal(201, Last.Status);
    }

    [Fact]
    public async Task Line_4_A_device_without_a_name_has_no_field_for_it()
    {
        Synapse.Arrange("alice");

        await Homeserver.UpsertDeviceAsync("alice", "A", null, Cancelled);
        Assert.Equal("""{"localpart":"alice","device_id":"A"}""", Last.Body);
        await Homeserver.UpsertDeviceAsync("alice", "A", "Phone", Cancelled);
        Assert.Equal("""{"localpart":"alice","device_id":"A","display_name":"Phone"}""", Last.Body);
        Assert.Equal("Phone", Synapse.Find("alice")!.Devices["A"].Name);
    }

    [Fact]
    public async Task Devices_become_exactly_those_that_are_given_each_once()
    {
        var alice = Synapse.Arrange("alice");
        alice.Add(new FakeDevice("GONE"));
        alice.Add(new FakeDevice("DRY") { IsDehydrated = true });

        await Homeserver.SyncDevicesAsync("alice", ["A", "B", "A"], Cancelled);
        Assert.Equal("""{"localpart":"alice","devices":["A","B"]}""", Last.Body);
        Assert.Equal(["A", "B"], alice.DeviceIds);

        await Homeserver.SyncDevicesAsync("alice", [], Cancelled);
        Assert.Equal("""{"localpart":"alice","devices":[]}""", Last.Body);
        Assert.Equal(["DRY"], alice.Devices.Keys);
    }

    [Theory]
    [InlineData(true, """{"localpart":"alice","erase":true}""")]
    [InlineData(false, """{"localpart":"alice","erase":false}""")]
    public async Task Somebody_is_deleted_and_comes_back(bool erase, string body)
    {
        var alice = Synapse.Arrange("alice");

        await Homeserver.DeleteUserAsync("alice", erase, Cancelled);
        Assert.Equal((body, true, erase), (Last.Body, alice.IsDeactivated, alice.IsErased));
        await Homeserver.ReactivateUserAsync("alice", Cancelled);
        Assert.False(alice.IsDeactivated);
    }

    [Fact]
    public async Task A_display_name_is_set_and_taken_away()
    {
        var alice = Synapse.Arrange("alice");

        await Homeserver.SetDisplayNameAsync("alice", "Алиса \U0001F642", Cancelled);
        Assert.Equal("Алиса \U0001F642", alice.DisplayName);
        await Homeserver.SetDisplayNameAsync("alice", null, Cancelled);
        Assert.Null(alice.DisplayName);
    }

    [Fact]
    public async Task Somebody_is_found_with_what_is_known_of_them()
    {
        var alice = Synapse.Arrange("alice");
        (alice.DisplayName, alice.AvatarUrl, alice.IsSuspended) = ("Alice", "mxc://a/b", true);
        Synapse.Arrange("bob").DisplayName = null;
        Synapse.Arrange("we/ird=n.a-m_e+");

        Assert.Equal(new HomeserverUser("@alice:example.org", "Alice", "mxc://a/b", IsSuspended: true, IsDeactivated: false), await Homeserver.FindUserAsync("alice", Cancelled));
        await Homeserver.DeleteUserAsync("bob", erase: false, Cancelled);
        Assert.Equal(new HomeserverUser("@bob:example.org", null, null, IsSuspended: false, IsDeactivated: true), await Homeserver.FindUserAsync("bob", Cancelled));
        Assert.Null(await Homeserver.FindUserAsync("nobody", Cancelled));
        Assert.NotNull(await Homeserver.FindUserAsync("we/ird=n.a-m_e+", Cancelled));
        Assert.Equal("/_synapse/mas/query_user?localpart=we%2Fird%3Dn.a-m_e%2B", Last.Target);
    }

    [Theory]
    [InlineData("free", true)]
    [InlineData("taken", false)]
    [InlineData("TAKEN", false)]
    [InlineData("a&localpart=b", false)]
    [InlineData("", false)]
    [InlineData("bridge", false)]
    public async Task Line_7_Taken_reserved_and_against_the_rules_are_not_available(string name, bool expected)
    {
        Synapse.Arrange("taken");

        Assert.Equal(expected, await Homeserver.IsUsernameAvailableAsync(name, Cancelled));
    }

    [Theory]
    [InlineData(500, "M_UNKNOWN")]
    [InlineData(500, "M_USER_IN_USE")]
    [InlineData(403, "M_UNKNOWN")]
    [InlineData(403, "M_EXCLUSIVE")]
    [InlineData(400, "M_UNKNOWN")]
    [InlineData(404, "M_UNRECOGNIZED")]
    public async Task Line_7_Every_other_error_is_no_word_about_the_name(int status, string code)
    {
        Synapse.Faults.Add(new Fault(FaultKind.Status) { Status = status, ErrorCode = code });

        var exception = await FailsAsync(() => Homeserver.IsUsernameAvailableAsync("alice", Cancelled));

        Assert.Equal(((HttpStatusCode)status, code), (exception.Status!.Value, exception.ErrorCode));
        Assert.Equal($"The homeserver answered {status} ({code}) to is_localpart_available.", exception.Message);
    }

    [Theory]
    [InlineData("älice")]
    [InlineData("аlice")] // a Cyrillic letter
    [InlineData("alice\u00AD")]
    public async Task Line_8_A_name_that_is_not_ascii_is_not_asked_for(string name)
    {
        Assert.False(await Homeserver.IsUsernameAvailableAsync(name, Cancelled));
        Assert.Null(await Homeserver.FindUserAsync(name, Cancelled));

        Assert.Empty(Synapse.Requests.All);
    }

    [Fact]
    public async Task Line_9_Made_and_changed_are_both_fine()
    {
        await Writes["provision_user"](Homeserver);
        Assert.Equal(201, Last.Status);
        await Writes["provision_user"](Homeserver);
        Assert.Equal(200, Last.Status);
        await Writes["upsert_device"](Homeserver);
        Assert.Equal(201, Last.Status);
        await Writes["upsert_device"](Homeserver);
        Assert.Equal(200, Last.Status);
    }

    [Theory]
    [MemberData(nameof(AllWrites))]
    public async Task Line_9_Any_other_success_is_an_error(string call)
    {
        foreach (var status in (int[])[202, 203, 206, 302])
        {
            Synapse.Faults.Add(new Fault(FaultKind.Garbage) { Status = status, Text = "{}", Times = 1 });
            Assert.Equal(status, (int)(await FailsAsync(() => CallOf(call)(Homeserver))).Status!.Value);
        }
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task A_page_that_is_no_answer_of_a_homeserver_is_an_error(string call)
    {
        foreach (var text in (string[])["<!DOCTYPE html>", "", "[]", "null", "{"])
        {
            Synapse.Faults.Add(new Fault(FaultKind.Garbage) { Status = 200, Text = text, Times = 1 });
            Assert.Equal($"The homeserver's answer to {call} is not JSON.", (await FailsAsync(() => CallOf(call)(Homeserver))).Message);
        }
    }

    [Theory]
    [InlineData("{}", "user_id")]
    [InlineData("""{"user_id":1,"display_name":null,"avatar_url":null,"is_suspended":false,"is_deactivated":false}""", "user_id")]
    [InlineData("""{"user_id":"@a:b","display_name":1,"avatar_url":null,"is_suspended":false,"is_deactivated":false}""", "display_name")]
    [InlineData("""{"user_id":"@a:b","display_name":null,"avatar_url":{},"is_suspended":false,"is_deactivated":false}""", "avatar_url")]
    [InlineData("""{"user_id":"@a:b","is_suspended":"false","is_deactivated":false}""", "is_suspended")]
    [InlineData("""{"user_id":"@a:b","is_suspended":false}""", "is_deactivated")]
    public async Task A_user_that_is_none_is_an_error(string answer, string member)
    {
        Synapse.Faults.Add(new Fault(FaultKind.Garbage) { Status = 200, Text = answer });

        Assert.Equal($"In the homeserver's answer to query_user, {member} is not what it should be.", (await FailsAsync(() => Homeserver.FindUserAsync("alice", Cancelled))).Message);
    }

    [Theory]
    [MemberData(nameof(AllWrites))]
    public async Task Nobody_is_told_apart_from_other_errors(string call)
    {
        if (call != "provision_user")
        {
            Assert.Equal(call != "update_device_display_name" || Synapse.Find("alice") is null, (await FailsAsync(() => CallOf(call)(Homeserver))).IsUserUnknown);
        }

        Synapse.Faults.Add(new Fault(FaultKind.Status) { Status = 404, ErrorCode = "M_UNRECOGNIZED" });
        Assert.False((await FailsAsync(() => CallOf(call)(Homeserver))).IsUserUnknown);
    }

    private static Func<IHomeserver, Task> CallOf(string call) => Writes.GetValueOrDefault(call) ?? Queries[call];
}
