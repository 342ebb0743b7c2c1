using Portal.Tests.FakeHomeserver.Faults;
using Portal.Tests.FakeHomeserver.Journal;
using Xunit;

namespace Portal.Tests.Unit.Homeserver;

/// <summary>What can go wrong when a test wants it, and what is remembered (homeserver contract, section 9.5).</summary>
public sealed class FakeFaultTests : FakeSynapseTest
{
    private const string Somebody = """{"localpart":"alice"}""";

    [Fact]
    public async Task A_fault_ends_after_as_many_times_as_it_says_and_concerns_its_endpoint_only()
    {
        Synapse.Faults.Add(new Fault(FaultKind.Status) { Endpoint = "provision_user", Times = 2, Status = 502, ErrorCode = "M_LIMIT_EXCEEDED" });

        Assert.Equal((502, "M_LIMIT_EXCEEDED"), (await PostAsync("provision_user", Somebody)) switch { var said => (said.Status, said.Code) });
        Assert.Equal(404, (await GetAsync("query_user?localpart=alice")).Status);
        Assert.Equal(502, (await PostAsync("provision_user", Somebody)).Status);
        Assert.Equal(201, (await PostAsync("provision_user", Somebody)).Status);
    }

    [Fact]
    public async Task A_fault_without_an_end_ends_when_it_is_taken_away()
    {
        Synapse.Faults.Add(new Fault(FaultKind.Status));
        Assert.Equal(500, (await PostAsync("provision_user", Somebody)).Status);
        Assert.Equal(500, (await GetAsync("query_user?localpart=alice")).Status);

        Synapse.Faults.Clear();
        Assert.Equal(201, (await PostAsync("provision_user", Somebody)).Status);
    }

    [Theory]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.HalfAnswer)]
    public async Task The_connection_can_end_before_and_after_the_deed(FaultKind kind)
    {
        Synapse.Faults.Add(new Fault(kind) { Times = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("provision_user", Somebody));
        Assert.Null(Synapse.Find("alice"));

        Synapse.Faults.Add(new Fault(kind) { Times = 1, IsAfterTheDeed = true });
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("provision_user", Somebody));
        Assert.NotNull(Synapse.Find("alice"));
        Assert.Equal(200, (await PostAsync("provision_user", Somebody)).Status);
    }

    [Fact]
    public async Task An_answer_can_come_late()
    {
        Synapse.Faults.Add(new Fault(FaultKind.Delay) { Delay = TimeSpan.FromMinutes(4), Times = 1 });

        var late = PostAsync("provision_user", Somebody);
        await Synapse.Requests.WaitForAsync("provision_user", TestContext.Current.CancellationToken);
        while (Clock.RunningTimers == 0)
        {
            await Task.Yield();
        }

        Assert.False(late.IsCompleted);
        Assert.Null(Synapse.Find("alice"));
        Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(201, (await late).Status);
    }

    [Fact]
    public async Task Every_request_is_remembered_word_by_word()
    {
        await PostAsync("provision_user", Somebody);
        await SendAsync("GET", "_synapse/mas/nothing?a=%20b", null);

        var (first, second) = (Synapse.Requests.All[0], Synapse.Requests.All[1]);
        Assert.Equal((1, "provision_user", "POST", "/_synapse/mas/provision_user", Somebody, 201), (first.Number, first.Endpoint, first.Method, first.Target, first.Body, first.Status));
        Assert.Equal("Bearer " + Secret, first.Headers["authorization"]);
        Assert.Equal(Clock.GetUtcNow(), first.At);
        Assert.Equal((2, "unknown", "/_synapse/mas/nothing?a=%20b", 404), (second.Number, second.Endpoint, second.Target, second.Status));
        Assert.Equal<RecordedRequest>([first], Synapse.Requests.To("provision_user"));
    }
}
