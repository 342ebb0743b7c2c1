using Microsoft.Extensions.Options;
using Portal.CommandLine.Diagnosis;
using Portal.Identity.Homeserver;
using Portal.Tests.FakeHomeserver;
using Portal.Tests.FakeHomeserver.Faults;
using Portal.Tests.Unit.Homeserver;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Whether the homeserver and Portal reach and know each other (homeserver contract, section 8, checks 4 to 6).</summary>
public sealed class HomeserverCheckTests : IAsyncDisposable
{
    private const string Secret = "the-secret-that-both-know";

    private readonly ManualClock _clock = new();
    private readonly StubPortal _portal = new() { Introspection = """{"active":false}""" };
    private FakeSynapse? _synapse;

    public async ValueTask DisposeAsync()
    {
        if (_synapse is not null)
        {
            await _synapse.DisposeAsync();
        }

        _portal.Dispose();
    }

    [Theory]
    [InlineData(Delegation.Stable, HomeserverKind.Synapse, "")]
    [InlineData(Delegation.Stable, HomeserverKind.SynapseReadOnly, "/below")]
    [InlineData(Delegation.Msc3861, HomeserverKind.SynapseLegacy, "/below")]
    public async Task All_is_well(Delegation delegation, HomeserverKind kind, string path)
    {
        await StartAsync(new FakeSynapseOptions { Delegation = delegation, PathBase = path });

        var findings = await LookAsync(kind);

        Assert.Equal("homeserver:Ok clock:Ok introspection:Ok integration:Ok", Of(findings));
        Assert.All(findings, finding => Assert.Null(finding.Remedy));
    }

    [Fact]
    public async Task Check_4_Nobody_is_there_and_nothing_else_is_looked_at()
    {
        var findings = await LookAsync(endpoint: "http://127.0.0.1:1/");

        Assert.Equal("homeserver:Error introspection:Skipped integration:Skipped", Of(findings));
        Assert.Equal("The homeserver could not be reached for versions: ConnectionRefused.", findings[0].Message);
        Assert.Equal("Start the homeserver, or set Portal:Matrix:Endpoint to where Portal reaches it.", findings[0].Remedy);
    }

    [Fact]
    public async Task Check_4_Somebody_else_is_there()
    {
        await StartAsync(new FakeSynapseOptions { PathBase = "/below" });

        var findings = await LookAsync(endpoint: _synapse!.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal("homeserver:Error introspection:Skipped integration:Skipped", Of(findings));
        Assert.EndsWith(" answers 404 where a homeserver would list its versions.", findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_5_The_homeserver_does_not_reach_us_and_its_words_are_shown()
    {
        await StartAsync();
        _portal.IsAway = true;

        var finding = (await LookAsync())[2];

        Assert.Equal((FindingResult.Error, """The homeserver cannot ask Portal about tokens: it answers 503 "Unable to introspect the access token"."""), (finding.Result, finding.Message));
    }

    [Theory]
    [InlineData(200, "Error")]
    [InlineData(302, "Error")]
    [InlineData(403, "Warning")]
    [InlineData(500, "Warning")]
    public async Task Check_5_A_false_token_is_not_refused(int status, string result)
    {
        await StartAsync();
        _synapse!.Faults.Add(new Fault(FaultKind.Garbage) { Endpoint = "whoami", Status = status, Text = "{}" });

        var finding = (await LookAsync())[2];

        Assert.Equal(("introspection", result), (finding.Check, finding.Result.ToString()));
        Assert.Contains(status.ToString(), finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_5_Words_of_the_homeserver_do_not_steer_the_terminal()
    {
        await StartAsync();
        _synapse!.Faults.Add(new Fault(FaultKind.Garbage) { Endpoint = "whoami", Status = 503, Text = $$"""{"error":"\u001b[31m{{new string('a', 300)}}\r\n"}""" });

        var message = (await LookAsync())[2].Message;

        Assert.DoesNotContain(message, char.IsControl);
        Assert.True(message.Length < 300);
    }

    [Fact]
    public async Task Check_5_Another_token_is_made_up_each_time()
    {
        await StartAsync();
        await LookAsync();
        await LookAsync();

        Assert.Equal(2, _portal.Requests.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Check_5_A_homeserver_that_waits_in_vain_is_said_to()
    {
        await StartAsync();
        _synapse!.Faults.Add(new Fault(FaultKind.Hang) { Endpoint = "whoami" });

        var looking = LookAsync();
        await _synapse.Requests.WaitForAsync("whoami", TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal("homeserver:Ok clock:Ok introspection:Error integration:Ok", Of(await looking));
    }

    [Theory]
    [InlineData(Delegation.Stable, HomeserverKind.Synapse, "The homeserver does not know Portal: it answers 403.", "Make Portal:Matrix:Secret here and the secret in homeserver.yaml the same.")]
    [InlineData(Delegation.Msc3861, HomeserverKind.SynapseLegacy, "The homeserver does not know Portal: it answers 401.", "Make Portal:Matrix:Secret here and the secret in homeserver.yaml the same.")]
    [InlineData(Delegation.Off, HomeserverKind.Synapse, "The homeserver does not let an authentication service in: it answers 404.", "Enable it in homeserver.yaml, and restart the homeserver.")]
    [InlineData(Delegation.Msc3861, HomeserverKind.Synapse, "The homeserver does not let an authentication service in: it answers 404.", "Enable it in homeserver.yaml, and restart the homeserver.")]
    public async Task Check_6_The_homeserver_does_not_know_us_and_both_sides_are_shown_without_the_secret(Delegation delegation, HomeserverKind kind, string message, string remedy)
    {
        await StartAsync(new FakeSynapseOptions { Delegation = delegation, Secret = "another" });

        var finding = (await LookAsync(kind))[^1];

        Assert.Equal(("integration", FindingResult.Error, message, remedy), (finding.Check, finding.Result, finding.Message, finding.Remedy));
        Assert.Contains(kind == HomeserverKind.SynapseLegacy ? "admin_token: \"(the secret)\"" : "endpoint: https://auth.example/", finding.Example, StringComparison.Ordinal);
        Assert.Contains($"Portal__Matrix__Kind={kind}", finding.Example, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, finding.Example, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task Check_6_What_nobody_expects_is_in_its_log(int status)
    {
        await StartAsync();
        _synapse!.Faults.Add(new Fault(FaultKind.Garbage) { Endpoint = "is_localpart_available", Status = status });

        Assert.Equal($"The homeserver answers {status}, where 400 is expected.", (await LookAsync())[^1].Message);
    }

    [Theory]
    [InlineData(60, "Ok")]
    [InlineData(61, "Warning")]
    [InlineData(-61, "Warning")]
    public async Task Clocks_that_differ_are_said_to(int seconds, string result)
    {
        var other = new ManualClock();
        other.Jump(TimeSpan.FromSeconds(seconds));
        await StartAsync(new FakeSynapseOptions(), other);

        Assert.Equal(result, (await LookAsync())[1].Result.ToString());
    }

    private static string Of(IReadOnlyList<Finding> findings) => string.Join(' ', findings.Select(finding => $"{finding.Check}:{finding.Result}"));

    private async Task StartAsync(FakeSynapseOptions? options = null, ManualClock? clock = null)
    {
        _synapse = await FakeSynapse.StartAsync(options ?? new(), clock ?? _clock);
        _synapse.ConnectTo(new Uri("https://auth.example/"), _portal);
    }

    private async Task<IReadOnlyList<Finding>> LookAsync(HomeserverKind kind = HomeserverKind.Synapse, string? endpoint = null)
    {
        var options = new MatrixOptions { Kind = kind, ServerName = "example.org", Endpoint = endpoint ?? _synapse!.Address.AbsoluteUri.TrimEnd('/'), Secret = Secret };
        using var client = new HomeserverClient(options, HomeserverTimeouts.Default, _clock);
        return await new HomeserverChecks(options, new Uri("https://auth.example/"), new HomeserverProbe(client, Options.Create(options)), _clock).RunAsync(TestContext.Current.CancellationToken);
    }
}
