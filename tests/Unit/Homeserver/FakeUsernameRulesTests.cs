using Portal.Tests.FakeHomeserver;
using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>Which names are free (homeserver contract, section 9.2).</summary>
public sealed class FakeUsernameRulesTests : FakeSynapseTest
{
    // "@" and ":example.org" are 13 of the 255.
    private static readonly string Longest = new('a', 242);

    protected override FakeSynapseOptions Options => new()
    {
        AppServices = [new AppService("the-token-of-the-bridge", "bridge", "irc_"), new AppService("another", "_odd")],
        ServerNoticesUser = "notices",
    };

    public static TheoryData<string, string?> Names { get; } = new()
    {
        { "alice", null },
        { "a=_-./+z0", null },
        { Longest, null },
        { "Alice", "M_INVALID_USERNAME" }, // although taken in other capitals, too: the letters come first
        { "al ice", "M_INVALID_USERNAME" },
        { "al:ice", "M_INVALID_USERNAME" },
        { "", "M_INVALID_USERNAME" },
        { "_alice", "M_INVALID_USERNAME" },
        { "_odd", "M_INVALID_USERNAME" }, // before it is looked at as somebody's own
        { "irc_alice", "M_EXCLUSIVE" },
        { "bridge", "M_EXCLUSIVE" },
        { "notices", "M_EXCLUSIVE" },
        { "irc_" + Longest, "M_EXCLUSIVE" },
        { Longest + "a", "M_INVALID_USERNAME" },
        { "taken", "M_USER_IN_USE" },
        { "gone", "M_USER_IN_USE" },
        { "historic", "M_USER_IN_USE" },
        { "12345", "M_INVALID_USERNAME" },
        { "777", "M_USER_IN_USE" }, // before it is seen to be a number
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_first_rule_that_is_broken_says_no(string name, string? code)
    {
        Synapse.Arrange("taken");
        Synapse.Arrange("HISTORIC");
        Synapse.Arrange("777");
        Synapse.Arrange("gone").IsDeactivated = true;

        var free = await GetAsync("is_localpart_available?localpart=" + Uri.EscapeDataString(name));
        Assert.Equal((code is null ? 200 : 400, code), (free.Status, free.Code));

        // Whoever is there is provisioned whatever they are called.
        var provisioned = await PostAsync("provision_user", $$"""{"localpart":"{{name}}"}""");
        Assert.Equal(Synapse.Find(name) is { Localpart: "taken" or "gone" or "777" } ? (200, null) : (code is null ? 201 : 400, code), (provisioned.Status, provisioned.Code));
    }

    [Fact]
    public async Task A_name_of_before_there_were_rules_is_known_letter_by_letter()
    {
        Synapse.Arrange("Old Name!");

        Assert.Equal(200, (await PostAsync("provision_user", """{"localpart":"Old Name!","locked":true}""")).Status);
        Assert.Equal(400, (await PostAsync("provision_user", """{"localpart":"old name!","locked":true}""")).Status);
        Assert.Equal("@Old Name!:example.org", (await GetAsync("query_user?localpart=Old%20Name!")).Text("user_id"));
        Assert.True(Synapse.Find("Old Name!")!.IsLocked);
    }
}
