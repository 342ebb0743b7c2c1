using Portal.Tests.FakeHomeserver;
using Portal.Tests.FakeHomeserver.State;
using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>Deletion and return, names, and the keys of an identity (homeserver contract, sections 2 and 9.4).</summary>
public sealed class FakeAccountTests : FakeSynapseTest
{
    protected override FakeSynapseOptions Options => new() { Undeletable = ["boss"] };

    [Theory]
    [InlineData("delete_user", ",\"erase\":false")]
    [InlineData("reactivate_user", "")]
    [InlineData("set_displayname", ",\"displayname\":\"A\"")]
    [InlineData("unset_displayname", "")]
    [InlineData("allow_cross_signing_reset", "")]
    public async Task Nobody_is_404_and_capitals_count(string endpoint, string more)
    {
        Synapse.Arrange("alice");

        var said = await PostAsync(endpoint, $"{{\"localpart\":\"Alice\"{more}}}");

        Assert.Equal((404, "M_NOT_FOUND"), (said.Status, said.Code));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_is_deleted_has_nothing_left_but_a_profile_unless_it_is_erased(bool erase)
    {
        var alice = Somebody();

        Assert.Equal(200, (await DeleteAsync("alice", erase)).Status);
        Assert.Equal(200, (await DeleteAsync("alice", erase)).Status);

        Assert.Equal((true, erase), (alice.IsDeactivated, alice.IsErased));
        Assert.Empty(alice.Emails);
        Assert.Empty(alice.Phones);
        Assert.Empty(alice.Devices);
        Assert.Equal(erase ? null : "Alice", alice.DisplayName);
        Assert.Equal(erase ? 0 : 1, alice.ProfileFields.Count);
        Assert.True((await GetAsync("query_user?localpart=alice")).Json!.Value.GetProperty("is_deactivated").GetBoolean());
    }

    [Fact]
    public async Task Erasure_can_come_later_and_return_brings_nothing_back()
    {
        var alice = Somebody();
        await DeleteAsync("alice", erase: false);
        await DeleteAsync("alice", erase: true);
        await DeleteAsync("alice", erase: false);
        Assert.True(alice.IsErased);

        await PostAsync("reactivate_user", """{"localpart":"alice"}""");
        Assert.Equal(200, (await PostAsync("reactivate_user", """{"localpart":"alice"}""")).Status);

        Assert.Equal((false, false, null), (alice.IsDeactivated, alice.IsErased, alice.DisplayName));
        Assert.Empty(alice.Emails);
        Assert.Empty(alice.Devices);
    }

    [Fact]
    public async Task A_module_can_forbid_it()
    {
        Synapse.Arrange("boss");

        var said = await DeleteAsync("boss", erase: true);

        Assert.Equal((403, "M_FORBIDDEN", false), (said.Status, said.Code, Synapse.Find("boss")!.IsDeactivated));
    }

    [Theory]
    [InlineData("Alice", "Alice")]
    [InlineData("  Alice ", "Alice")]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData("\\u0007\\ud83d\\ude42", "\u0007\U0001F642")]
    public async Task A_display_name_is_trimmed_and_nothing_is_none(string given, string? expected)
    {
        Synapse.Arrange("alice");

        Assert.Equal(200, (await PostAsync("set_displayname", $"{{\"localpart\":\"alice\",\"displayname\":\"{given}\"}}")).Status);
        Assert.Equal(expected, Synapse.Find("alice")!.DisplayName);
        Assert.Equal(200, (await PostAsync("unset_displayname", """{"localpart":"alice"}""")).Status);
        Assert.Null(Synapse.Find("alice")!.DisplayName);
        Assert.Equal(200, (await PostAsync("unset_displayname", """{"localpart":"alice"}""")).Status);
    }

    [Theory]
    [InlineData(256, 200)]
    [InlineData(257, 400)]
    public async Task A_display_name_has_an_end(int length, int status)
    {
        Synapse.Arrange("alice");

        Assert.Equal(status, (await PostAsync("set_displayname", $"{{\"localpart\":\"alice\",\"displayname\":\"{new string('a', length)}\"}}")).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    public async Task Keys_may_be_replaced_for_ten_minutes_if_there_are_any(string? masterKey)
    {
        Synapse.Arrange("alice").MasterKey = masterKey;

        Assert.Equal(200, (await PostAsync("allow_cross_signing_reset", """{"localpart":"alice"}""")).Status);

        Assert.Equal(masterKey is null ? null : Clock.GetUtcNow().AddMinutes(10), Synapse.Find("alice")!.MasterKeyReplaceableUntil);
    }

    private Task<Said> DeleteAsync(string localpart, bool erase) => PostAsync("delete_user", $"{{\"localpart\":\"{localpart}\",\"erase\":{(erase ? "true" : "false")}}}");

    private FakeUser Somebody()
    {
        var alice = Synapse.Arrange("alice");
        (alice.DisplayName, alice.AvatarUrl) = ("Alice", "mxc://a/b");
        alice.Emails.Add("a@example.com");
        alice.Phones.Add("447700900000");
        alice.ProfileFields["m.tz"] = "Europe/London";
        alice.Add(new FakeDevice("SEEN"));
        alice.Add(new FakeDevice("HIDDEN") { IsHidden = true });
        return alice;
    }
}
