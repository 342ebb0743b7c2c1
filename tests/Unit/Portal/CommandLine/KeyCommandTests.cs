using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Keys;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>The commands, as an operator types them.</summary>
public sealed class KeyCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-test-");

    private string KeyFile => Path.Combine(_folder.FullName, "data", "encryption.key");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Signing_keys_are_rotated_while_the_portal_runs()
    {
        await using var site = await PortalFactory.StartAsync();
        var before = await KeysOf(site);

        var (code, output, _) = await RunAsync("keys rotate", $"--Portal:Database:Path={site.DatabaseFile}", $"--Portal:Secrets:Encryption={A.EncryptionSecret}");

        Assert.Equal(0, code);
        Assert.StartsWith("New signing keys are published now", output, StringComparison.Ordinal);
        Assert.Equal((4, 2), ((await KeysOf(site)).Count, (await KeysOf(site)).Intersect(before).Count()));

        Assert.Equal(0, (await RunAsync("keys rotate", "--now", $"--Portal:Database:Path={site.DatabaseFile}", $"--Portal:Secrets:Encryption={A.EncryptionSecret}")).Code);
        Assert.Empty((await KeysOf(site)).Intersect(before));
    }

    [Fact]
    public async Task The_encryption_key_is_not_changed_under_a_portal_that_runs()
    {
        await using var site = await PortalFactory.StartAsync();

        var (code, _, error) = await RunAsync("keys rotate-encryption", $"--Portal:Database:Path={site.DatabaseFile}");

        Assert.Equal(1, code);
        Assert.StartsWith("Another process is already running", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_encryption_key_stands_before_the_old_one_and_all_secrets_are_under_it()
    {
        var file = Path.Combine(_folder.FullName, "copy.db");
        await using (var site = await PortalFactory.StartAsync())
        {
            await using var database = site.OpenDatabase();
            await database.Database.ExecuteSqlAsync($"VACUUM INTO {file}");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        await File.WriteAllTextAsync(KeyFile, A.EncryptionSecret + "\n", TestContext.Current.CancellationToken);

        var (code, output, error) = await RunAsync("keys rotate-encryption", $"--Portal:Database:Path={file}");

        Assert.True(code == 0, error);
        Assert.Contains("secrets were put under it", output, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(KeyFile, TestContext.Current.CancellationToken);
        Assert.Equal((2, A.EncryptionSecret), (lines.Length, lines[1]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }

        await using var connection = new SqliteConnection($"Data Source={file}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var read = connection.CreateCommand();
        read.CommandText = "SELECT protected_key FROM signing_keys LIMIT 1";
        var stored = (string)(await read.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        Assert.NotEmpty(new SecretProtector(Convert.FromHexString(lines[0])).Unprotect(stored));
    }

    [Fact]
    public async Task A_word_that_is_no_command_shows_those_that_are()
    {
        var (code, output, error) = await RunAsync("keys rotat");

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("There is no command 'keys rotat'.", error, StringComparison.Ordinal);
        Assert.Contains("keys rotate-encryption", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_the_command_says_what_to_do()
    {
        var (code, _, error) = await RunAsync("keys rotate");

        Assert.Equal(1, code);
        Assert.EndsWith("start the portal once.", error, StringComparison.Ordinal);
    }

    private static Task<List<string>> KeysOf(PortalFactory site) => site.ReadAsync(database => database.SigningKeys.Select(key => key.Id).ToListAsync());

    private Task<(int Code, string Output, string Error)> RunAsync(string words, params string[] arguments) => CommandRun.RunAsync(_folder, words, arguments);
}
