using Portal.Identity.Homeserver;
using Portal.Tests.FakeHomeserver.State;
using Xunit;

namespace Portal.Tests.Unit.Identity.Homeserver;

/// <summary>A trial beside the service that is in use (homeserver contract, section 1).</summary>
public sealed class ReadOnlyHomeserverTests : SynapseTest
{
    public static TheoryData<string> AllWrites { get; } = [.. Writes.Keys];

    private protected override IHomeserver Make(HomeserverClient client, MatrixOptions options) => new ReadOnlyHomeserver(new SynapseHomeserver(client));

    [Fact]
    public async Task Line_22_Questions_are_asked()
    {
        Synapse.Arrange("alice");

        Assert.True(Homeserver.Exists);
        Assert.Equal("@alice:example.org", (await Homeserver.FindUserAsync("alice", Cancelled))!.UserId);
        Assert.False(await Homeserver.IsUsernameAvailableAsync("alice", Cancelled));
    }

    [Theory]
    [MemberData(nameof(AllWrites))]
    public async Task Line_22_Nothing_that_would_change_something_is_sent(string call)
    {
        Synapse.Arrange("alice").Add(new FakeDevice("A"));

        Assert.Equal("Portal:Matrix:Kind is SynapseReadOnly: nothing is changed on the homeserver.", (await FailsAsync(() => Writes[call](Homeserver))).Message);
        Assert.Empty(Synapse.Requests.All);
    }
}
