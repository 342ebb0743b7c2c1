using Portal.Tests.FakeHomeserver.State;
using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>Devices come and go (homeserver contract, sections 2 and 9.4).</summary>
public sealed class FakeDeviceTests : FakeSynapseTest
{
    private readonly FakeUser _nobody = new("nobody");

    private FakeUser Alice => Synapse.Find("alice") ?? _nobody;

    [Theory]
    [InlineData("upsert_device", ",\"device_id\":\"A\"")]
    [InlineData("update_device_display_name", ",\"device_id\":\"A\",\"display_name\":\"Phone\"")]
    [InlineData("delete_device", ",\"device_id\":\"A\"")]
    [InlineData("sync_devices", ",\"devices\":[\"A\"]")]
    public async Task Nobody_has_none(string endpoint, string more)
    {
        var said = await PostAsync(endpoint, $"{{\"localpart\":\"alice\"{more}}}");

        Assert.Equal((404, "M_NOT_FOUND"), (said.Status, said.Code));
    }

    [Fact]
    public async Task A_device_is_made_once_and_keeps_its_name_until_it_gets_another()
    {
        Synapse.Arrange("alice");

        Assert.Equal(201, (await UpsertAsync("A", "Phone")).Status);
        Assert.Equal(200, (await UpsertAsync("A", null)).Status);
        Assert.Equal("Phone", Alice.Devices["A"].Name);
        Assert.Equal(200, (await UpsertAsync("A", "Tablet")).Status);
        Assert.Equal("Tablet", Alice.Devices["A"].Name);
    }

    [Theory]
    [InlineData(100, 201, 200, null)]
    [InlineData(101, 400, 400, "M_TOO_LARGE")]
    public async Task A_name_has_an_end(int length, int made, int renamed, string? code)
    {
        Synapse.Arrange("alice").Add(new FakeDevice("A"));

        var said = await UpsertAsync("B", new string('a', length));
        Assert.Equal((made, code), (said.Status, said.Code));
        Assert.Equal(renamed, (await RenameAsync("A", new string('a', length))).Status);
    }

    [Fact]
    public async Task Hidden_devices_are_left_alone()
    {
        Synapse.Arrange("alice").Add(new FakeDevice("KEY") { IsHidden = true });

        var made = await UpsertAsync("KEY", null);
        Assert.Equal((400, "M_FORBIDDEN"), (made.Status, made.Code));
        Assert.Equal(404, (await RenameAsync("KEY", "Phone")).Status);
        Assert.Equal(204, (await PostAsync("delete_device", """{"localpart":"alice","device_id":"KEY"}""")).Status);
        Assert.Single(Alice.Devices);
    }

    [Fact]
    public async Task Only_what_is_there_is_renamed_and_anything_may_be_deleted()
    {
        Synapse.Arrange("alice").Add(new FakeDevice("A", "Phone"));

        Assert.Equal(200, (await RenameAsync("A", "Tablet")).Status);
        Assert.Equal("Tablet", Alice.Devices["A"].Name);
        Assert.Equal((404, "M_NOT_FOUND"), (await RenameAsync("B", "Tablet")) switch { var said => (said.Status, said.Code) });
        Assert.Equal(204, (await PostAsync("delete_device", """{"localpart":"alice","device_id":"A"}""")).Status);
        Assert.Equal(204, (await PostAsync("delete_device", """{"localpart":"alice","device_id":"A"}""")).Status);
        Assert.Empty(Alice.Devices);
    }

    [Theory]
    [InlineData("[\"B\",\"C\",\"C\"]", "B:Tablet C:")]
    [InlineData("[\"A\",\"B\"]", "A:Phone B:Tablet")]
    [InlineData("[]", "")]
    public async Task The_list_becomes_exactly_what_is_given(string given, string expected)
    {
        var alice = Synapse.Arrange("alice");
        alice.Add(new FakeDevice("A", "Phone"));
        alice.Add(new FakeDevice("B", "Tablet"));
        alice.Add(new FakeDevice("KEY") { IsHidden = true });
        alice.Add(new FakeDevice("DRY") { IsDehydrated = true });

        Assert.Equal(200, (await PostAsync("sync_devices", $"{{\"localpart\":\"alice\",\"devices\":{given}}}")).Status);

        Assert.Equal(expected, string.Join(' ', alice.DeviceIds.Select(id => $"{id}:{alice.Devices[id].Name}")));
        Assert.True(alice.Devices is { } all && all.ContainsKey("KEY") && all.ContainsKey("DRY"));
    }

    private Task<Said> UpsertAsync(string id, string? name) => PostAsync("upsert_device", $"{{\"localpart\":\"alice\",\"device_id\":\"{id}\"{(name is null ? "" : $",\"display_name\":\"{name}\"")}}}");

    private Task<Said> RenameAsync(string id, string name) => PostAsync("update_device_display_name", $"{{\"localpart\":\"alice\",\"device_id\":\"{id}\",\"display_name\":\"{name}\"}}");
}
