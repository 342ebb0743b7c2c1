using System.Net;
using Portal.Identity.Homeserver;
using Portal.Tests.FakeHomeserver;
using Portal.Tests.FakeHomeserver.Faults;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Homeserver;

/// <summary>What can go wrong on the way to the homeserver and back (homeserver contract, sections 1 and 10).</summary>
public sealed class HomeserverClientTests : SynapseTest
{
    private protected override FakeSynapseOptions SynapseOptions => base.SynapseOptions with { PathBase = "/below" };

    private protected override IHomeserver Make(HomeserverClient client, MatrixOptions options) => new SynapseHomeserver(client);

    [Theory]
    [InlineData("provision_user", 60)]
    [InlineData("query_user", 60)]
    [InlineData("sync_devices", 60)]
    [InlineData("delete_user", 300)]
    public async Task A_homeserver_that_does_not_answer_is_given_up(string call, int seconds)
    {
        Synapse.Faults.Add(new Fault(FaultKind.Hang));
        var calling = (Writes.GetValueOrDefault(call) ?? Queries[call])(Homeserver);
        await Synapse.Requests.WaitForAsync(call, Cancelled);

        Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        Assert.False(calling.IsCompleted);
        Clock.Advance(TimeSpan.FromTicks(1));

        var exception = await FailsAsync(() => calling);
        Assert.Equal(($"The homeserver took too long for {call}.", null, false), (exception.Message, exception.Status, exception.IsUserUnknown));
    }

    [Fact]
    public async Task A_homeserver_that_begins_an_answer_and_dawdles_is_given_up()
    {
        await using var server = new OneShotServer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{", closes: false);
        using var client = new HomeserverClient(At(server), HomeserverTimeouts.Default, Clock);

        var calling = Writes["provision_user"](new SynapseHomeserver(client));
        await server.Asked.Task;
        Clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal("The homeserver took too long for provision_user.", (await FailsAsync(() => calling)).Message);
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_is_given_up_sooner()
    {
        var handler = HomeserverClient.Handler(TimeSpan.FromMilliseconds(1));
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("Nothing ends this.");
        };
        using var client = new HomeserverClient(handler, Options("http://localhost/"), HomeserverTimeouts.Default, Clock);

        Assert.Equal("The homeserver took too long for provision_user.", (await FailsAsync(() => Writes["provision_user"](new SynapseHomeserver(client)))).Message);
        Assert.Equal(TimeSpan.FromSeconds(30), HomeserverTimeouts.Default.Connect);
    }

    [Theory]
    [InlineData(FaultKind.Cut, false)]
    [InlineData(FaultKind.Cut, true)]
    [InlineData(FaultKind.HalfAnswer, false)]
    [InlineData(FaultKind.HalfAnswer, true)]
    public async Task A_connection_that_ends_is_an_error_and_nothing_is_tried_twice(FaultKind kind, bool isAfterTheDeed)
    {
        Synapse.Faults.Add(new Fault(kind) { IsAfterTheDeed = isAfterTheDeed });

        var exception = await FailsAsync(() => Writes["provision_user"](Homeserver));

        Assert.StartsWith("The homeserver could not be reached for provision_user: ", exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.Status);
        Assert.Single(Synapse.Requests.All);
        Assert.Equal(isAfterTheDeed, Synapse.Find("alice") is not null);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_an_error()
    {
        using var client = new HomeserverClient(Options("http://127.0.0.1:1/"), HomeserverTimeouts.Default, Clock);

        Assert.Equal("The homeserver could not be reached for provision_user: ConnectionRefused.", (await FailsAsync(() => Writes["provision_user"](new SynapseHomeserver(client)))).Message);
    }

    [Theory]
    [InlineData(HomeserverClient.MaxAnswerLength, true)]
    [InlineData(HomeserverClient.MaxAnswerLength + 1, false)]
    public async Task An_answer_has_an_end(int length, bool isRead)
    {
        Synapse.Faults.Add(new Fault(FaultKind.Garbage) { Status = 200, Text = "{}" + new string(' ', length - 2) });

        var failure = await Record.ExceptionAsync(() => Writes["provision_user"](Homeserver));

        Assert.Equal(isRead ? null : "The homeserver's answer to provision_user is longer than 1048576 bytes.", failure?.Message);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var server = new OneShotServer("HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 2\r\n\r\n{}");
        using var client = new HomeserverClient(At(server), HomeserverTimeouts.Default, Clock);

        Assert.Equal(HttpStatusCode.TemporaryRedirect, (await FailsAsync(() => Writes["provision_user"](new SynapseHomeserver(client)))).Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Whoever_asks_may_stop_asking()
    {
        Synapse.Faults.Add(new Fault(FaultKind.Hang));
        using var stop = new CancellationTokenSource();

        var calling = Homeserver.FindUserAsync("alice", stop.Token);
        await Synapse.Requests.WaitForAsync("query_user", Cancelled);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
    }

    [Theory]
    [InlineData("HTTP/1.1 500 {0}\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n{{\"errcode\":\"{0}\",\"error\":\"{0} of alice\"}}")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{0} alice")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{0} alice")]
    [InlineData("220 {0} alice ESMTP\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n{0} alice\r\n\r\n")]
    [InlineData("")]
    public async Task No_failure_tells_the_secret_or_anything_that_the_homeserver_said(string answer)
    {
        await using var server = new OneShotServer(string.Format(System.Globalization.CultureInfo.InvariantCulture, answer, Secret));
        using var client = new HomeserverClient(At(server), HomeserverTimeouts.Default, Clock);

        foreach (var call in Writes.Concat(Queries))
        {
            var exception = await FailsAsync(() => call.Value(new SynapseHomeserver(client)));
            Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, exception.ErrorCode ?? "", StringComparison.Ordinal);
            Assert.DoesNotContain("alice", exception.Message, StringComparison.Ordinal);
        }

        Assert.All(server.Requests, request => Assert.Contains(Secret, request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_path_of_the_endpoint_is_kept_with_and_without_a_slash_at_its_end()
    {
        using var client = new HomeserverClient(Options(Synapse.Address.AbsoluteUri.TrimEnd('/')), HomeserverTimeouts.Default, Clock);

        await Writes["provision_user"](new SynapseHomeserver(client));
        await Writes["provision_user"](Homeserver);

        Assert.All(Synapse.Requests.All, request => Assert.Equal("/below/_synapse/mas/provision_user", request.Target));
    }

    [Theory]
    [InlineData("aZ09-_.~", "aZ09-_.~")]
    [InlineData(" !\"#$%&'()*+,/:;<=>?@[\\]^`{|}", "%20%21%22%23%24%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E%60%7B%7C%7D")]
    [InlineData("ä", "%C3%A4")]
    [InlineData(".", "%2E")]
    [InlineData("..", "%2E%2E")]
    public void What_stands_in_an_address_is_encoded(string value, string expected) => Assert.Equal(expected, HomeserverClient.Escape(value));

    [Fact]
    public void No_proxy_of_the_environment_and_no_cookie_comes_in_between()
    {
        using var handler = HomeserverClient.Handler(TimeSpan.FromSeconds(30));

        Assert.Equal((false, false, false), (handler.UseProxy, handler.UseCookies, handler.AllowAutoRedirect));
    }

    private static MatrixOptions At(OneShotServer server) => Options($"http://127.0.0.1:{server.Port}/");

    private static MatrixOptions Options(string endpoint) => new() { Kind = HomeserverKind.Synapse, ServerName = "example.org", Endpoint = endpoint, Secret = Secret };
}
