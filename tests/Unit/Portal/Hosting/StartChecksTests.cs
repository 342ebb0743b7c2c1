using Portal.Hosting;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What is wrong with the settings is found before anything is touched.</summary>
public sealed class StartChecksTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("true", null, null)]
    [InlineData("true", "true", "None")]
    public async Task Registration_by_mail_without_a_way_to_send_mail_is_refused(string enabled, string? required, string? transport) => Assert.Equal(
        "Portal:Account:PasswordRegistrationEnabled is true but Portal:Email:Transport is None, so that no code can be sent; " +
        "set a transport, or set Portal:Account:PasswordRegistrationEmailRequired to false.",
        await SentenceAsync(("Account:PasswordRegistrationEnabled", enabled), ("Account:PasswordRegistrationEmailRequired", required), ("Email:Transport", transport)));

    [Theory]
    [InlineData("true", "false", "None")]
    [InlineData("false", "true", "None")]
    [InlineData(null, null, null)]
    [InlineData("true", "true", "Inbox")]
    public async Task Every_other_combination_starts(string? enabled, string? required, string? transport) => Assert.Null(
        await SentenceAsync(("Account:PasswordRegistrationEnabled", enabled), ("Account:PasswordRegistrationEmailRequired", required), ("Email:Transport", transport)));

    [Fact]
    public async Task Recovery_by_mail_without_a_way_to_send_mail_is_refused() => Assert.Equal(
        "Portal:Account:PasswordRecoveryEnabled is true but Portal:Email:Transport is None, so that no link can be sent; set a transport, or remove the setting.",
        await SentenceAsync(("Account:PasswordRecoveryEnabled", "true")));

    [Fact]
    public async Task The_file_of_the_homeservers_secret_is_read_at_the_start_and_not_at_the_first_request() => Assert.Equal(
        "Portal:Matrix:SecretFile is '/no/such/file', which does not exist; put the secret that the homeserver has there.",
        await SentenceAsync(("Matrix:SecretFile", "/no/such/file")));

    [Theory]
    [InlineData("Tokens:AccessTtl", "00:00:01")]
    [InlineData("Account:EmailCodeLifetime", "02:00:00")]
    [InlineData("Passwords:MaxParallel", "0")]
    [InlineData("Passwords:MinimumComplexity", "5")]
    [InlineData("RateLimiting:Login:PerIp:Burst", "0")]
    [InlineData("Email:From", "nobody")]
    [InlineData("Email:Transport", "Pigeon")]
    [InlineData("Tokens:AccessTtl", "soon")]
    [InlineData("Policy:Data:Requester:BannedIps:0", "nonsense")]
    public async Task A_value_that_is_wrong_is_named_with_its_key(string key, string value)
    {
        var sentence = await SentenceAsync((key, value));

        Assert.NotNull(sentence);
        Assert.Contains("Portal:" + key, sentence, StringComparison.Ordinal);
        Assert.Contains(value, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    /// <summary>Why this does not start; nothing if it does.</summary>
    private async Task<string?> SentenceAsync(params (string Key, string? Value)[] settings)
    {
        try
        {
            await using var app = PortalApplication.Create(
                ["--environment=Production", "--Portal:Http:PublicBase=https://auth.example/", $"--Portal:DataDirectory={_folder.FullName}", $"--contentRoot={Repository.Root}",
                    .. settings.Where(setting => setting.Value is not null).Select(setting => $"--Portal:{setting.Key}={setting.Value}")]);
            StartChecks.Run(app.Services);
            return null;
        }
        catch (Exception exception) when (StartFailure.Explain(exception) is { } sentence)
        {
            Assert.False(File.Exists(Path.Combine(_folder.FullName, "portal.db")));
            return sentence;
        }
    }
}
