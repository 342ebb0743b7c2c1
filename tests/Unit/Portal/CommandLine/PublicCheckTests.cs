using Portal.CommandLine.Diagnosis;
using Portal.Identity.Homeserver;
using Portal.Tests.Unit.Homeserver;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What apps find when they look for the homeserver (homeserver contract, section 8, checks 3 and 7).</summary>
public sealed class PublicCheckTests
{
    private const string WellKnown = "https://example.org/.well-known/matrix/client";
    private const string Document = """{"m.homeserver":{"base_url":"https://matrix.example.org"}}""";
    private const string Login = "https://matrix.example.org/_matrix/client/v3/login";
    private const string Flows = """{"flows":[{"type":"m.login.sso","oauth_aware_preferred":true}]}""";
    private const string Route = "Let the proxy send what matches ^/_matrix/client/[^/]+/(login|logout|refresh)(/.*)?$ to Portal.";

    private readonly FakeWeb _web = new();

    [Theory]
    [InlineData(Document, Login)]
    [InlineData("""{"m.homeserver":{"base_url":"https://matrix.example.org/"},"more":[]}""", Login)]
    [InlineData("""{"m.homeserver":{"base_url":"https://matrix.example.org/below"}}""", "https://matrix.example.org/below/_matrix/client/v3/login")]
    public async Task All_is_well(string document, string login)
    {
        _web.Put(WellKnown, document);
        _web.Put(login, Flows);

        Assert.All(await LookAsync(), finding => Assert.Equal(FindingResult.Ok, finding.Result));
    }

    [Theory]
    [InlineData(null, "answers 404")]
    [InlineData("<html>", "has no m.homeserver with a base_url")]
    [InlineData("[]", "has no m.homeserver with a base_url")]
    [InlineData("{}", "has no m.homeserver with a base_url")]
    [InlineData("""{"m.homeserver":"https://matrix.example.org"}""", "has no m.homeserver with a base_url")]
    [InlineData("""{"m.homeserver":{"base_url":1}}""", "has no m.homeserver with a base_url")]
    [InlineData("""{"m.homeserver":{"base_url":"matrix.example.org"}}""", "has no m.homeserver with a base_url")]
    [InlineData("""{"m.homeserver":{"base_url":"ftp://matrix.example.org"}}""", "has no m.homeserver with a base_url")]
    public async Task Check_3_The_document_is_not_there_and_the_login_is_looked_for_at_the_endpoint(string? document, string problem)
    {
        if (document is not null)
        {
            _web.Put(WellKnown, document);
        }

        _web.Put("http://localhost:8008/below/_matrix/client/v3/login", Flows);

        var findings = await LookAsync();

        Assert.Equal(("well-known", FindingResult.Warning, $"{WellKnown} {problem}; apps cannot find the homeserver by its name.", "Publish the document there."), (findings[0].Check, findings[0].Result, findings[0].Message, findings[0].Remedy));
        Assert.Contains("base_url", findings[0].Example, StringComparison.Ordinal);
        Assert.Equal(("login", FindingResult.Ok), (findings[1].Check, findings[1].Result));
    }

    [Theory]
    [InlineData("""{"flows":[{"type":"m.login.password"},{"type":"m.login.sso","org.matrix.msc3824.delegated_oidc_compatibility":true}]}""", "Ok")]
    [InlineData("""{"flows":[{"type":"m.login.sso","oauth_aware_preferred":false}]}""", "Warning")]
    [InlineData("""{"flows":[{"type":"m.login.sso","oauth_aware_preferred":"true"}]}""", "Warning")]
    [InlineData("""{"flows":[{"type":"m.login.token","oauth_aware_preferred":true}]}""", "Warning")]
    [InlineData("""{"flows":[{"type":"m.login.password"}]}""", "Warning")]
    [InlineData("""{"flows":[1,{"type":2}]}""", "Warning")]
    [InlineData("""{"flows":{}}""", "Warning")]
    [InlineData("<html>", "Warning")]
    [InlineData(null, "Error")]
    public async Task Check_7_The_login_is_ours_if_it_says_so(string? login, string result)
    {
        _web.Put(WellKnown, Document);
        if (login is not null)
        {
            _web.Put(Login, login);
        }

        var finding = (await LookAsync())[1];

        Assert.Equal((result, result == "Ok" ? null : Route), (finding.Result.ToString(), finding.Remedy));
    }

    [Fact]
    public async Task Nothing_is_reachable()
    {
        using var web = new PublicWeb(new StubPortal { IsAway = true }, TimeProvider.System);

        var findings = await new PublicChecks(Options, web).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal([FindingResult.Warning, FindingResult.Error], findings.Select(finding => finding.Result));
        Assert.All(findings, finding => Assert.Contains("cannot be reached", finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_never_answers_is_given_up()
    {
        var clock = new ManualClock();
        _web.Gate = new TaskCompletionSource();
        using var web = new PublicWeb(_web, clock);

        var looking = web.GetAsync(new Uri(WellKnown), TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Null((await looking).Status);
    }

    private static MatrixOptions Options => new() { ServerName = "example.org", Endpoint = "http://localhost:8008/below" };

    private async Task<IReadOnlyList<Finding>> LookAsync()
    {
        using var web = new PublicWeb(_web, TimeProvider.System);
        return await new PublicChecks(Options, web).RunAsync(TestContext.Current.CancellationToken);
    }
}
