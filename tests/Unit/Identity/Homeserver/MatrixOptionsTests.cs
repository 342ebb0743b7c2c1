using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Identity.Homeserver;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Homeserver;

/// <summary>The section <c>Portal:Matrix</c> (homeserver contract, section 1).</summary>
public sealed class MatrixOptionsTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "Kind": "None", "Secret": "any words at all" }""")]
    [InlineData("""{ "Kind": "Synapse", "Secret": "s" }""")]
    [InlineData("""{ "Kind": "SynapseReadOnly", "Secret": "s", "Endpoint": "https://matrix.example.com/below" }""")]
    [InlineData("""{ "Kind": "synapselegacy", "Secret": "s", "ServerName": "[2001:db8::1]:8448" }""")]
    [InlineData("""{ "Kind": "Synapse", "Secret": "s", "ServerName": "localhost:8008" }""")]
    public void What_works_starts(string matrix) => Assert.Equal("", ErrorsOf(matrix));

    [Theory]
    [InlineData("""{ "Kind": 7, "Secret": "s" }""", "Portal:Matrix:Kind is 7; set it to None, Synapse, SynapseReadOnly or SynapseLegacy.")]
    [InlineData("""{ "ServerName": "" }""", "Portal:Matrix:ServerName is '', which is no host; set it to the server_name of the homeserver, such as example.com.")]
    [InlineData("""{ "ServerName": "https://example.com" }""", "Portal:Matrix:ServerName is 'https://example.com', which is no host; set it to the server_name of the homeserver, such as example.com.")]
    [InlineData("""{ "ServerName": "exa mple" }""", "Portal:Matrix:ServerName is 'exa mple', which is no host; set it to the server_name of the homeserver, such as example.com.")]
    [InlineData("""{ "ServerName": "example.com:http" }""", "Portal:Matrix:ServerName is 'example.com:http', which is no host; set it to the server_name of the homeserver, such as example.com.")]
    [InlineData("""{ "Endpoint": "localhost:8008" }""", "Portal:Matrix:Endpoint is 'localhost:8008', which is no http or https address; write it like http://localhost:8008/.")]
    [InlineData("""{ "Endpoint": "http://name:password@localhost/" }""", "Portal:Matrix:Endpoint is '…@localhost/', which is no http or https address; write it like http://localhost:8008/.")]
    [InlineData("""{ "Endpoint": "http://localhost/?a=b" }""", "Portal:Matrix:Endpoint is 'http://localhost/?a=b', which is no http or https address; write it like http://localhost:8008/.")]
    [InlineData("""{ "Secret": "a", "SecretFile": "b" }""", "Portal:Matrix:Secret and Portal:Matrix:SecretFile are both set; keep one of them.")]
    [InlineData("""{ "SecretFile": "/no/such/file" }""", "Portal:Matrix:SecretFile is '/no/such/file', which does not exist; put the secret that the homeserver has there.")]
    [InlineData("""{ "Kind": "Synapse" }""", "Portal:Matrix:Secret is empty, but Portal:Matrix:Kind is Synapse; set it to the secret that the homeserver has, or Kind to None.")]
    [InlineData("""{ "Kind": "Synapse", "SecretFile": "/dev/null" }""", "Portal:Matrix:SecretFile is empty, but Portal:Matrix:Kind is Synapse; set it to the secret that the homeserver has, or Kind to None.")]
    [InlineData("""{ "Kind": "Synapse", "Secret": "two words" }""", "Portal:Matrix:Secret holds characters that no HTTP header can carry as one word; use letters and digits, as `openssl rand -hex 32` prints them.")]
    [InlineData("""{ "Kind": "Synapse", "Secret": "sécret" }""", "Portal:Matrix:Secret holds characters that no HTTP header can carry as one word; use letters and digits, as `openssl rand -hex 32` prints them.")]
    public void What_cannot_work_stops_the_start_with_one_sentence(string matrix, string sentence) => Assert.Equal(sentence, ErrorsOf(matrix));

    [Theory]
    [InlineData("http://localhost:8008", "http://localhost:8008/")]
    [InlineData("https://example.com/below", "https://example.com/below/")]
    [InlineData("https://example.com/below/", "https://example.com/below/")]
    public void An_endpoint_gets_the_slash_that_it_lacks(string endpoint, string expected) =>
        Assert.Equal(expected, new MatrixOptions { Endpoint = endpoint }.ReadEndpoint()!.AbsoluteUri);

    [Fact]
    public async Task White_space_around_the_secret_of_a_file_is_ignored()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "\n  the-secret \r\n", TestContext.Current.CancellationToken);

        Assert.Equal("the-secret", new MatrixOptions { SecretFile = file }.ReadSecret());
        File.Delete(file);
    }

    [Theory]
    [InlineData("None", typeof(StandAlone))]
    [InlineData("Synapse", typeof(SynapseHomeserver))]
    [InlineData("SynapseReadOnly", typeof(ReadOnlyHomeserver))]
    [InlineData("SynapseLegacy", typeof(OlderSynapseHomeserver))]
    public async Task The_kind_says_how_the_homeserver_is_spoken_to(string kind, Type expected)
    {
        await using var database = await TestDatabase.CreateAsync(Portal.Identity.Persistence.DatabaseProvider.Sqlite);
        await using var host = new IdentityHost(database, new Dictionary<string, string?> { ["Portal:Matrix:Kind"] = kind, ["Portal:Matrix:Secret"] = "s" });

        Assert.IsType(expected, host.Services.GetRequiredService<IHomeserver>());
    }

    private static string ErrorsOf(string matrix) => Configured.StartErrors($$"""{ "Matrix": {{matrix}} }""", services =>
    {
        services.AddOptions<MatrixOptions>().BindConfiguration(MatrixOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MatrixOptions>, MatrixOptionsValidator>();
    });
}
