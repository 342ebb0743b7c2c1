using Portal.Tests.FakeHomeserver;
using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>Who may call, and what is there at all (homeserver contract, section 9.1, lines 1, 4 and 5).</summary>
public sealed class FakeAccessTests : FakeSynapseTest
{
    public static TheoryData<string, string> Endpoints { get; } = new()
    {
        { "GET", "query_user" },
        { "GET", "is_localpart_available" },
        { "POST", "provision_user" },
        { "POST", "upsert_device" },
        { "POST", "update_device_display_name" },
        { "POST", "delete_device" },
        { "POST", "sync_devices" },
        { "POST", "delete_user" },
        { "POST", "reactivate_user" },
        { "POST", "set_displayname" },
        { "POST", "unset_displayname" },
        { "POST", "allow_cross_signing_reset" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Only_the_authentication_service_may_call_and_that_is_looked_at_before_the_body(string method, string endpoint)
    {
        var path = "_synapse/mas/" + endpoint;
        var garbage = method == "POST" ? "garbage" : null;

        Assert.Equal((401, "M_MISSING_TOKEN"), Of(await SendAsync(method, path, garbage)));
        Assert.Equal((403, "M_UNKNOWN"), Of(await SendAsync(method, path, garbage, "Bearer another")));
        Assert.Equal("This endpoint must only be called by MAS", (await SendAsync(method, path, garbage, "Bearer another")).Text("error"));
        Assert.Equal(400, (await SendAsync(method, path, garbage, "Bearer " + Secret)).Status);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Another_method_is_none(string method, string endpoint)
    {
        var other = method == "POST" ? "GET" : "POST";

        Assert.Equal((405, "M_UNRECOGNIZED"), Of(await SendAsync(other, "_synapse/mas/" + endpoint, other == "POST" ? "{}" : null, "Bearer " + Secret)));
    }

    [Theory]
    [InlineData("bearer {0}")]
    [InlineData("BEARER {0}")]
    [InlineData("Bearer  {0}")]
    [InlineData("Bearer {0} more")]
    [InlineData("Bearer")]
    [InlineData("Basic {0}")]
    [InlineData("{0}")]
    public async Task A_header_in_another_form_is_none(string header) =>
        Assert.Equal((401, "M_MISSING_TOKEN"), Of(await SendAsync("GET", "_synapse/mas/query_user?localpart=alice", null, header.Replace("{0}", Secret, StringComparison.Ordinal))));

    [Fact]
    public async Task One_token_is_one_and_two_are_none()
    {
        const string Path = "_synapse/mas/is_localpart_available?localpart=alice";

        Assert.Equal(200, (await SendAsync("GET", $"{Path}&access_token={Secret}", null)).Status);
        Assert.Equal(401, (await SendAsync("GET", $"{Path}&access_token={Secret}", null, "Bearer " + Secret)).Status);
        Assert.Equal(401, (await SendAsync("GET", $"{Path}&access_token={Secret}&access_token={Secret}", null)).Status);
        Assert.Equal(401, (await SendAsync("GET", Path, null, "Bearer " + Secret, "Bearer " + Secret)).Status);
    }

    [Theory]
    [InlineData("query_user?localpart=%C3%A4", 400, "M_INVALID_PARAM")]
    [InlineData("query_user?localpart=%FF", 400, "M_INVALID_PARAM")]
    [InlineData("query_user", 400, "M_MISSING_PARAM")]
    [InlineData("is_localpart_available?localpart=%C3%A4", 400, "M_INVALID_PARAM")]
    [InlineData("is_localpart_available", 400, "M_UNKNOWN")]
    public async Task A_parameter_must_be_there_and_be_ascii(string path, int status, string code) => Assert.Equal((status, code), Of(await GetAsync(path)));

    [Theory]
    [InlineData("_synapse/mas/Query_User?localpart=alice")]
    [InlineData("_synapse/mas/query_user/?localpart=alice")]
    [InlineData("_synapse/mas//query_user?localpart=alice")]
    [InlineData("_synapse/mas/delete_everything")]
    [InlineData("_fake/users")]
    public async Task What_is_spelled_otherwise_is_not_there(string path) => Assert.Equal((404, "M_UNRECOGNIZED"), Of(await SendAsync("GET", path, null, "Bearer " + Secret)));

    [Theory]
    [InlineData(Delegation.Off)]
    [InlineData(Delegation.Msc3861)]
    public async Task Without_the_integration_there_is_nothing(Delegation delegation)
    {
        await using var other = new Other(new FakeSynapseOptions { Delegation = delegation });
        await other.InitializeAsync();

        Assert.Equal((404, "M_UNRECOGNIZED"), Of(await other.AskAsync("_synapse/mas/query_user?localpart=alice")));
    }

    [Fact]
    public async Task It_can_stand_below_a_path()
    {
        await using var other = new Other(new FakeSynapseOptions { PathBase = "/synapse" });
        await other.InitializeAsync();

        Assert.EndsWith("/synapse/", other.Address, StringComparison.Ordinal);
        Assert.Equal(200, (await other.AskAsync("_synapse/mas/is_localpart_available?localpart=alice")).Status);
        Assert.Equal(404, (await other.AskAsync("../_synapse/mas/is_localpart_available?localpart=alice")).Status);
    }

    private static (int Status, string? Code) Of(Said said) => (said.Status, said.Code);

    private sealed class Other(FakeSynapseOptions options) : FakeSynapseTest
    {
        protected override FakeSynapseOptions Options => options;

        public string Address => Synapse.Address.AbsoluteUri;

        public Task<Said> AskAsync(string path) => SendAsync("GET", path, null, "Bearer " + Secret);
    }
}
