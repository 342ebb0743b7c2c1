using Portal.Identity.Homeserver;
using Portal.Tests.FakeHomeserver;
using Portal.Tests.FakeHomeserver.Faults;
using Portal.Tests.FakeHomeserver.State;
using Xunit;

namespace Portal.Tests.Unit.Identity.Homeserver;

/// <summary>The same calls by the admin API of an older Synapse (homeserver contract, section 5).</summary>
public sealed class OlderSynapseHomeserverTests : SynapseTest
{
    public static TheoryData<string> AllWrites { get; } = [.. Writes.Keys];

    private protected override FakeSynapseOptions SynapseOptions => base.SynapseOptions with { Delegation = Delegation.Msc3861 };

    private protected override IHomeserver Make(HomeserverClient client, MatrixOptions options) => new OlderSynapseHomeserver(client, options);

    [Theory]
    [MemberData(nameof(AllWrites))]
    public async Task Line_1_Every_call_carries_the_secret_and_may_be_made_again(string call)
    {
        var alice = Synapse.Arrange("alice");
        alice.MasterKey = "{}";
        alice.Add(new FakeDevice("A"));

        await Writes[call](Homeserver);
        await Writes[call](Homeserver);

        Assert.All(Synapse.Requests.All, request => Assert.Equal("Bearer " + Secret, request.Headers["authorization"]));
    }

    [Fact]
    public async Task Somebody_is_provisioned_with_who_they_are_here_and_without_a_word_about_locks()
    {
        await Homeserver.ProvisionUserAsync(new ProvisionedUser("alice", "01JZ8T5Q3M6W2V9K4B7XH0N1CD", IsLocked: true) { DisplayName = "Alice", Emails = ["B@Example.com", "b@example.com"] }, Cancelled);
        Assert.Equal(
            """{"external_ids":[{"auth_provider":"oauth-delegated","external_id":"01JZ8T5Q3M6W2V9K4B7XH0N1CD"}],"displayname":"Alice","threepids":[{"medium":"email","address":"b@example.com"}]}""",
            Last.Body);
        Assert.Equal(("/_synapse/admin/v2/users/%40alice%3Aexample.org", 201), (Last.Target, Last.Status));

        await Homeserver.ProvisionUserAsync(new ProvisionedUser("alice", "01JZ8T5Q3M6W2V9K4B7XH0N1CD", IsLocked: true), Cancelled);
        Assert.Equal("""{"external_ids":[{"auth_provider":"oauth-delegated","external_id":"01JZ8T5Q3M6W2V9K4B7XH0N1CD"}]}""", Last.Body);
        Assert.Equal(200, Last.Status);
        Assert.Equal(["b@example.com"], Synapse.Find("alice")!.Emails);
    }

    [Fact]
    public async Task A_device_is_made_and_then_named()
    {
        var alice = Synapse.Arrange("alice");

        await Homeserver.UpsertDeviceAsync("alice", "A/../B?", "Phone", Cancelled);
        await Homeserver.UpsertDeviceAsync("alice", "..", null, Cancelled);
        await Homeserver.RenameDeviceAsync("alice", "..", "Tablet", Cancelled);

        Assert.Equal([("..", "Tablet"), ("A/../B?", "Phone")], alice.Devices.Values.Select(device => (device.Id, device.Name)));
    }

    [Fact]
    public async Task Devices_become_exactly_those_that_are_given_and_no_more_is_asked_than_needed()
    {
        var alice = Synapse.Arrange("alice");
        alice.Add(new FakeDevice("KEPT", "Phone"));
        alice.Add(new FakeDevice("GONE"));
        alice.Add(new FakeDevice("KEY") { IsHidden = true });
        alice.Add(new FakeDevice("DRY") { IsDehydrated = true });

        await Homeserver.SyncDevicesAsync("alice", ["KEPT", "NEW", "NEW"], Cancelled);
        Assert.Equal(["DRY", "KEPT", "KEY", "NEW"], alice.Devices.Keys);
        Assert.Equal(["admin/get_devices", "admin/delete_devices", "admin/post_device"], Synapse.Requests.All.Select(request => request.Endpoint));

        Synapse.Requests.Clear();
        await Homeserver.SyncDevicesAsync("alice", ["KEPT", "NEW"], Cancelled);
        Assert.Equal(["admin/get_devices"], Synapse.Requests.All.Select(request => request.Endpoint));
    }

    [Fact]
    public async Task Somebody_is_found_deleted_and_comes_back()
    {
        var alice = Synapse.Arrange("alice");
        (alice.DisplayName, alice.AvatarUrl, alice.IsSuspended) = ("Alice", "mxc://a/b", true);
        Assert.Equal(new HomeserverUser("@alice:example.org", "Alice", "mxc://a/b", IsSuspended: true, IsDeactivated: false), await Homeserver.FindUserAsync("alice", Cancelled));
        Assert.Null(await Homeserver.FindUserAsync("nobody", Cancelled));

        await Homeserver.DeleteUserAsync("alice", erase: true, Cancelled);
        Assert.Equal(("""{"erase":true}""", true), (Last.Body, alice.IsErased));
        await Homeserver.ReactivateUserAsync("alice", Cancelled);
        Assert.Equal(("""{"deactivated":false}""", false), (Last.Body, alice.IsDeactivated));
    }

    [Fact]
    public async Task Names_and_keys_are_changed()
    {
        var alice = Synapse.Arrange("alice");
        alice.MasterKey = "{}";

        await Homeserver.SetDisplayNameAsync("alice", "Alice", Cancelled);
        Assert.Equal("Alice", alice.DisplayName);
        await Homeserver.SetDisplayNameAsync("alice", null, Cancelled);
        Assert.Null(alice.DisplayName);
        await Homeserver.AllowCrossSigningResetAsync("alice", Cancelled);
        Assert.NotNull(alice.MasterKeyReplaceableUntil);
    }

    [Theory]
    [InlineData("free", true)]
    [InlineData("taken", false)]
    [InlineData("TAKEN", false)]
    [InlineData("12345", false)]
    public async Task Line_7_A_name_is_free_or_not(string name, bool expected)
    {
        Synapse.Arrange("taken");

        Assert.Equal(expected, await Homeserver.IsUsernameAvailableAsync(name, Cancelled));
    }

    [Theory]
    [InlineData("""{"available":false}""", false)]
    [InlineData("""{"available":true}""", true)]
    public async Task Line_7_Its_word_counts(string answer, bool expected)
    {
        Synapse.Faults.Add(new Fault(FaultKind.Garbage) { Status = 200, Text = answer });

        Assert.Equal(expected, await Homeserver.IsUsernameAvailableAsync("alice", Cancelled));
    }

    [Theory]
    [InlineData(500, "M_USER_IN_USE")]
    [InlineData(403, "M_FORBIDDEN")]
    public async Task Line_7_Every_other_error_is_no_word_about_the_name(int status, string code)
    {
        Synapse.Faults.Add(new Fault(FaultKind.Status) { Status = status, ErrorCode = code });

        Assert.Equal(code, (await FailsAsync(() => Homeserver.IsUsernameAvailableAsync("alice", Cancelled))).ErrorCode);
    }

    [Fact]
    public async Task Line_8_A_name_that_is_not_ascii_is_not_asked_for()
    {
        Assert.False(await Homeserver.IsUsernameAvailableAsync("älice", Cancelled));
        Assert.Null(await Homeserver.FindUserAsync("älice", Cancelled));

        Assert.Empty(Synapse.Requests.All);
    }

    [Fact]
    public async Task Letting_somebody_back_who_is_not_there_makes_nobody()
    {
        Assert.True((await FailsAsync(() => Homeserver.ReactivateUserAsync("alice", Cancelled))).IsUserUnknown);

        Assert.Empty(Synapse.Users);
    }

    [Fact]
    public async Task A_device_of_nobody_is_told_apart_from_other_errors() =>
        Assert.True((await FailsAsync(() => Homeserver.UpsertDeviceAsync("alice", "A", null, Cancelled))).IsUserUnknown);
}
