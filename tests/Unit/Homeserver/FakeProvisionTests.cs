using System.Text.Json;
using Portal.Tests.FakeHomeserver.State;
using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>What provisioning does (homeserver contract, sections 2 and 9.4).</summary>
public sealed class FakeProvisionTests : FakeSynapseTest
{
    private FakeUser Alice => Synapse.Find("alice")!;

    [Fact]
    public async Task Somebody_new_is_called_by_their_name_and_not_locked()
    {
        Assert.Equal(201, (await ProvisionAsync("")).Status);

        Assert.Equal(("alice", null, false), (Alice.DisplayName, Alice.AvatarUrl, Alice.IsLocked));
        Assert.Empty(Alice.Emails);
        Assert.Equal(200, (await ProvisionAsync("")).Status);
    }

    [Fact]
    public async Task Somebody_new_gets_all_that_is_given()
    {
        Assert.Equal(201, (await ProvisionAsync(""" ,"set_displayname":"Alice","set_avatar_url":"mxc://a/b","set_emails":["a@example.com","b@example.com"],"locked":true""")).Status);

        Assert.Equal(("Alice", "mxc://a/b", true), (Alice.DisplayName, Alice.AvatarUrl, Alice.IsLocked));
        Assert.Equal(["a@example.com", "b@example.com"], Alice.Emails);
    }

    [Theory]
    [InlineData("", "Alice", "mxc://a/b", "a@example.com", true)]
    [InlineData(""" ,"set_displayname":null,"unset_avatar_url":false,"set_emails":null,"locked":null""", "Alice", "mxc://a/b", "a@example.com", true)]
    [InlineData(""" ,"set_displayname":"A." """, "A.", "mxc://a/b", "a@example.com", true)]
    [InlineData(""" ,"set_displayname":"  A.  " """, "A.", "mxc://a/b", "a@example.com", true)]
    [InlineData(""" ,"unset_displayname":true""", null, "mxc://a/b", "a@example.com", true)]
    [InlineData(""" ,"set_avatar_url":"mxc://c/d" """, "Alice", "mxc://c/d", "a@example.com", true)]
    [InlineData(""" ,"unset_avatar_url":true""", "Alice", null, "a@example.com", true)]
    [InlineData(""" ,"set_emails":["b@example.com"]""", "Alice", "mxc://a/b", "b@example.com", true)]
    [InlineData(""" ,"set_emails":[]""", "Alice", "mxc://a/b", null, true)]
    [InlineData(""" ,"unset_emails":true""", "Alice", "mxc://a/b", null, true)]
    [InlineData(""" ,"locked":false""", "Alice", "mxc://a/b", "a@example.com", false)]
    public async Task Of_somebody_who_is_there_only_what_is_given_changes(string given, string? displayName, string? avatarUrl, string? email, bool isLocked)
    {
        var alice = Synapse.Arrange("alice");
        (alice.DisplayName, alice.AvatarUrl, alice.IsLocked) = ("Alice", "mxc://a/b", true);
        alice.Emails.Add("a@example.com");
        alice.Phones.Add("447700900000");

        Assert.Equal(200, (await ProvisionAsync(given)).Status);

        Assert.Equal((displayName, avatarUrl, email, isLocked), (alice.DisplayName, alice.AvatarUrl, alice.Emails.SingleOrDefault(), alice.IsLocked));
        Assert.Equal(["447700900000"], alice.Phones);
    }

    [Fact]
    public async Task An_address_belongs_to_whom_it_was_given_last()
    {
        Synapse.Arrange("bob").Emails.Add("a@example.com");

        await ProvisionAsync(""" ,"set_emails":["a@example.com","a@example.com"]""");

        Assert.Equal(["a@example.com"], Alice.Emails);
        Assert.Empty(Synapse.Find("bob")!.Emails);
    }

    [Fact]
    public async Task Capitals_are_taken_away_and_given_again_each_time()
    {
        await ProvisionAsync(""" ,"set_emails":["a@example.com"]""");
        await ProvisionAsync(""" ,"set_emails":["a@example.com"]""");
        Assert.Equal(1, Alice.EmailChanges);

        await ProvisionAsync(""" ,"set_emails":["A@Example.com"]""");
        await ProvisionAsync(""" ,"set_emails":["A@Example.com"]""");

        Assert.Equal(["a@example.com"], Alice.Emails);
        Assert.Equal(5, Alice.EmailChanges);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a@b@example.com")]
    public async Task What_is_no_address_ends_it_in_the_middle(string address)
    {
        Synapse.Arrange("alice").Emails.Add("old@example.com");

        Assert.Equal(400, (await ProvisionAsync($$""" ,"set_displayname":"Alice","set_emails":["{{address}}"],"locked":true""")).Status);

        Assert.Equal(("Alice", 0, false), (Alice.DisplayName, Alice.Emails.Count, Alice.IsLocked));
    }

    [Theory]
    [InlineData("set_displayname", 256, 200)]
    [InlineData("set_displayname", 257, 400)]
    [InlineData("set_avatar_url", 1000, 200)]
    [InlineData("set_avatar_url", 1001, 400)]
    public async Task What_is_too_long_is_refused(string field, int length, int status)
    {
        var text = string.Concat(Enumerable.Repeat("\U0001F642", length)); // one character each, as Python counts
        Synapse.Arrange("alice");

        Assert.Equal(status, (await ProvisionAsync($",\"{field}\":\"{text}\"")).Status);
        Assert.Equal(status == 200 ? 201 : 400, (await PostAsync("provision_user", $"{{\"localpart\":\"bob\",\"{field}\":\"{text}\"}}")).Status);
    }

    [Fact]
    public async Task What_is_known_of_somebody_is_told()
    {
        var alice = Synapse.Arrange("alice");
        (alice.DisplayName, alice.AvatarUrl, alice.IsSuspended) = (null, "mxc://a/b", true);

        var said = await GetAsync("query_user?localpart=alice");

        Assert.Equal("""{"user_id":"@alice:example.org","display_name":null,"avatar_url":"mxc://a/b","is_suspended":true,"is_deactivated":false}""", JsonSerializer.Serialize(said.Json));
        Assert.Equal((404, "M_NOT_FOUND", "User not found"), (await GetAsync("query_user?localpart=Alice")) switch { var other => (other.Status, other.Code, other.Text("error")) });
    }

    private Task<Said> ProvisionAsync(string given) => PostAsync("provision_user", $"{{\"localpart\":\"alice\"{given}}}");
}
