using System.Net;
using System.Text;
using Portal.Identity.Outbound;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Outbound;

public sealed class OutboundClientTests
{
    private const int MaxLength = 100;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly OutboundOptions Loopback = new() { AllowInsecure = true, AllowedNetworks = ["127.0.0.0/8"] };
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Fetches_a_document_and_sends_nothing_that_says_more_than_needed()
    {
        await using var server = new OneShotServer(OneShotServer.Ok("{}", "Content-Type: Application/JSON; charset=utf-8\r\nCache-Control: max-age=60\r\nSet-Cookie: a=b\r\n"));

        var first = await FetchAsync($"http://127.0.0.1:{server.Port}/keys?a=b");
        await FetchAsync($"http://127.0.0.1:{server.Port}/keys?a=b");

        Assert.True(first.Succeeded, first.Reason);
        Assert.Equal("{}", Encoding.UTF8.GetString(first.Document.Body.Span));
        Assert.Equal(("application/json", TimeSpan.FromMinutes(1)), (first.Document.MediaType, first.Document.MaxAge));
        Assert.All(server.Requests, request => Assert.Equal(
            ["Accept: application/json", "GET /keys?a=b HTTP/1.1", $"Host: 127.0.0.1:{server.Port}", "User-Agent: Portal"],
            request.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://name:password@example.com/")]
    [InlineData("https://example.com/#fragment")]
    [InlineData("https:example.com")]
    [InlineData("https://2130706433/")]
    [InlineData("/keys")]
    [InlineData("")]
    public async Task A62_Only_plain_https_addresses_are_fetched(string address) =>
        Assert.Equal(OutboundFailure.AddressNotAllowed, (await FetchAsync(address, new OutboundOptions())).Failure);

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    public async Task A62_What_is_not_public_is_not_connected_to(string address)
    {
        await using var server = new OneShotServer(OneShotServer.Ok("{}"));

        var result = await FetchAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, server.Port), new OutboundOptions { AllowInsecure = true });

        Assert.Equal(OutboundFailure.NetworkNotAllowed, result.Failure);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("93.184.216.34", "127.0.0.1")]
    [InlineData("127.0.0.1", "93.184.216.34")]
    [InlineData("10.0.0.1")]
    [InlineData("2606:4700::1111", "fd00::1")]
    public async Task A62_One_forbidden_address_is_enough_to_refuse_a_name(params string[] addresses) =>
        Assert.Equal(OutboundFailure.NetworkNotAllowed, (await FetchAsync("http://rebind.example/", new OutboundOptions { AllowInsecure = true }, (_, _) => Task.FromResult(Parse(addresses)))).Failure);

    [Fact]
    public async Task A62_The_address_that_was_looked_at_is_the_one_that_is_connected_to()
    {
        await using var server = new OneShotServer(OneShotServer.Ok("{}"));
        var lookups = 0;

        var result = await FetchAsync($"http://rebind.example:{server.Port}/", Loopback, (_, _) => Task.FromResult(Parse(lookups++ == 0 ? "127.0.0.1" : "10.0.0.1")));

        Assert.True(result.Succeeded, result.Reason);
        Assert.Equal(1, lookups);
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", OutboundFailure.UnexpectedStatus)]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\n\r\nsecret", OutboundFailure.UnexpectedStatus)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", OutboundFailure.UnexpectedStatus)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n{}", OutboundFailure.TooLong)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}", OutboundFailure.Unreachable)]
    [InlineData("220 mail.example ESMTP\r\n", OutboundFailure.Unreachable)]
    [InlineData("", OutboundFailure.Unreachable)]
    public async Task A62_What_is_no_plain_answer_is_a_failure_without_a_word_of_the_server(string answer, OutboundFailure failure)
    {
        await using var server = new OneShotServer(answer);

        var result = await FetchAsync($"http://127.0.0.1:{server.Port}/");

        Assert.Equal(failure, result.Failure);
        Assert.DoesNotContain("secret", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connection: close\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n")]
    public async Task A61_A_body_without_a_length_ends_at_the_limit(string header)
    {
        var body = header.StartsWith("Transfer", StringComparison.Ordinal)
            ? string.Concat(Enumerable.Repeat("20\r\n12345678901234567890123456789012\r\n", 50))
            : new string('x', 5000);
        await using var server = new OneShotServer($"HTTP/1.1 200 OK\r\n{header}\r\n{body}", closes: false);

        Assert.Equal(OutboundFailure.TooLong, (await FetchAsync($"http://127.0.0.1:{server.Port}/")).Failure);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task The_limit_itself_is_allowed(int length, bool succeeds)
    {
        await using var server = new OneShotServer(OneShotServer.Ok(new string('x', length)));

        Assert.Equal(succeeds, (await FetchAsync($"http://127.0.0.1:{server.Port}/")).Succeeded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{")]
    public async Task A61_A_server_that_dawdles_is_given_up(string beginning)
    {
        await using var server = new OneShotServer(beginning, closes: false);

        var fetching = FetchAsync($"http://127.0.0.1:{server.Port}/");
        await server.Asked.Task;
        _clock.Advance(Timeout);

        Assert.Equal(OutboundFailure.TimedOut, (await fetching).Failure);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_no_https()
    {
        await using var server = SmtpSink.Start(new SmtpSinkOptions { Mode = SmtpSinkMode.Tls });

        Assert.Equal(OutboundFailure.Unreachable, (await FetchAsync($"https://127.0.0.1:{server.Port}/")).Failure);
    }

    [Fact]
    public async Task A_host_without_an_address_cannot_be_reached() =>
        Assert.Equal(OutboundFailure.Unreachable, (await FetchAsync("https://nowhere.example/", Loopback, (_, _) => Task.FromResult<IPAddress[]>([]))).Failure);

    [Theory]
    [InlineData("no-store", 0)]
    [InlineData("no-cache, max-age=60", 0)]
    [InlineData("public, max-age=60", 60)]
    [InlineData("private", null)]
    public async Task Tells_how_long_the_answer_may_be_kept(string header, int? seconds)
    {
        await using var server = new OneShotServer(OneShotServer.Ok("{}", $"Cache-Control: {header}\r\n"));

        var result = await FetchAsync($"http://127.0.0.1:{server.Port}/");

        Assert.Equal(seconds is { } number ? TimeSpan.FromSeconds(number) : (TimeSpan?)null, result.Document?.MaxAge);
    }

    [Fact]
    public async Task Whoever_asks_may_stop_asking()
    {
        await using var server = new OneShotServer("", closes: false);
        using var stop = new CancellationTokenSource();

        var fetching = FetchAsync($"http://127.0.0.1:{server.Port}/", cancellationToken: stop.Token);
        await server.Asked.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
    }

    [Theory]
    [InlineData("""{ "Outbound": { "AllowedNetworks": ["10.0.0.0/8", "fd00::/8", "192.0.2.1"] } }""", true)]
    [InlineData("""{ "Outbound": { "AllowedNetworks": ["intranet.example"] } }""", false)]
    [InlineData("""{ "Outbound": { "AllowedNetworks": ["10.0.0.0/33"] } }""", false)]
    public void A_network_that_is_none_stops_the_start(string portal, bool starts) =>
        Assert.Equal(starts, Configured.StartErrors(portal, services => services.AddOutbound()).Length == 0);

    private async Task<OutboundResult> FetchAsync(
        string address, OutboundOptions? options = null, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, CancellationToken cancellationToken = default)
    {
        options ??= Loopback;
        using var client = new OutboundClient(OutboundClient.Handler(options, resolve ?? Dns.GetHostAddressesAsync), options, _clock);
        return await client.FetchAsync(address, "application/json", MaxLength, Timeout, cancellationToken);
    }

    private static IPAddress[] Parse(params string[] addresses) => [.. addresses.Select(IPAddress.Parse)];
}
