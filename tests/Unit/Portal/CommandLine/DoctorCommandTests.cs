using System.Text.Json;
using Portal.Tests.FakeHomeserver;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>doctor</c>, as an operator types it (homeserver contract, section 8).</summary>
public sealed class DoctorCommandTests : CommandTest
{
    private const string Secret = "the-secret-that-both-know";

    [Theory]
    [InlineData("https://auth.example/", 0, "All is well.")]
    [InlineData("http://auth.example/", 2, "It works, but not for everybody.")]
    public async Task Check_2_An_issuer_without_https_is_a_warning(string publicBase, int code, string summary)
    {
        var run = await DoctorAsync("--Portal:Http:PublicBase=" + publicBase);

        Assert.Equal(code, run.Code);
        Assert.EndsWith(summary, run.Output, StringComparison.Ordinal);
        Assert.Contains("Portal:Matrix:Kind is None: there is no homeserver to look at.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_1_A_setting_that_cannot_work_is_the_only_thing_that_is_said()
    {
        var (code, output, _) = await DoctorAsync("--Portal:Matrix:ServerName=https://example.org", "--json");

        Assert.Equal(1, code);
        var check = Assert.Single(JsonElement.Parse(output).GetProperty("checks").EnumerateArray());
        Assert.Equal(("settings", "error"), (check.GetProperty("check").GetString(), check.GetProperty("result").GetString()));
        Assert.Equal("Portal:Matrix:ServerName is 'https://example.org', which is no host.", check.GetProperty("message").GetString());
        Assert.Equal("Set it to the server_name of the homeserver, such as example.com.", check.GetProperty("remedy").GetString());
    }

    [Fact]
    public async Task Check_1_Every_setting_that_cannot_work_has_its_remedy()
    {
        var (code, output, _) = await DoctorAsync("--Portal:Matrix:ServerName=", "--Portal:Matrix:Endpoint=nowhere", "--json");

        Assert.Equal(1, code);
        Assert.Equal(
            ["Set it to the server_name of the homeserver, such as example.com.", "Write it like http://localhost:8008/."],
            JsonElement.Parse(output).GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("remedy").GetString()));
    }

    [Fact]
    public async Task All_checks_are_there_for_scripts_and_the_secret_is_not()
    {
        await using var synapse = await FakeSynapse.StartAsync(new FakeSynapseOptions { Secret = "another" });

        var (code, output, error) = await DoctorAsync(
            "--json", "--Portal:Matrix:Kind=Synapse", "--Portal:Matrix:ServerName=127.0.0.1:1", "--Portal:Matrix:Endpoint=" + synapse.Address, "--Portal:Matrix:Secret=" + Secret);

        var report = JsonElement.Parse(output);
        Assert.Equal((1, false), (code, report.GetProperty("ok").GetBoolean()));
        Assert.Equal(
            ["settings:ok", "issuer:ok", "database:ok", "signing-keys:ok", "homeserver:ok", "clock:ok", "introspection:error", "integration:error", "well-known:warning", "login:error"],
            report.GetProperty("checks").EnumerateArray().Select(check => $"{check.GetProperty("check")}:{check.GetProperty("result")}"));
        Assert.DoesNotContain(Secret, output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_the_rest_is_looked_at_all_the_same()
    {
        var (code, output, _) = await CommandRun.RunAsync(Folder, "doctor");

        Assert.Equal(1, code);
        Assert.Contains("ERROR   database       There is no database at", output, StringComparison.Ordinal);
        Assert.Contains("→ Start the portal once.", output, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> DoctorAsync(params string[] arguments) => RunAsync("doctor", arguments);
}
