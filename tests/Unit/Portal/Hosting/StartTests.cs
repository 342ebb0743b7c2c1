using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>A real process: what it says when it cannot start, and how it stops.</summary>
public sealed class StartTests : IDisposable
{
    private const string SomeKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-test-");

    private string Data => Path.Combine(_folder.FullName, "data");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Portal:Http:PublicBase is not set", "Portal__Http__PublicBase=")]
    [InlineData("Portal:Email:Transport is None, so that no code can be sent", "Portal__Account__PasswordRegistrationEnabled=true")]
    [InlineData("Portal:Secrets:Encryption is not set", "Portal__Database__Provider=PostgreSql", "Portal__Database__ConnectionString=Host=127.0.0.1;Port=1")]
    [InlineData("Portal:Matrix:Secret and Portal:Matrix:SecretFile are both set", "Portal__Matrix__Secret=x", "Portal__Matrix__SecretFile=x")]
    [InlineData("'Oracle'", "Portal__Database__Provider=Oracle")]
    [InlineData("Portal:Tokens:AccessTtl", "Portal__Tokens__AccessTtl=00:00:01")]
    [InlineData("The database cannot be reached", "Portal__Database__Provider=PostgreSql", "Portal__Database__ConnectionString=Host=127.0.0.1;Port=1;Password=hidden", "Portal__Secrets__Encryption=" + SomeKey)]
    public async Task A_configuration_that_cannot_work_is_one_sentence_and_exit_code_1(string expected, params string[] settings)
    {
        using var process = Start(settings);

        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains(expected, Assert.Single((await error).TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", await error + await output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_on_the_same_database_is_refused()
    {
        await using var first = await PortalFactory.StartAsync();
        using var second = Start("Portal__Database__Path=" + first.DatabaseFile);

        var error = await second.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await second.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, second.ExitCode);
        Assert.Equal($"Another process is already running on {first.DatabaseFile}; stop it, or set Portal:Database:Provider to PostgreSql to run several.", error.TrimEnd());
    }

    [Fact]
    public async Task Another_encryption_key_than_before_is_named()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using (var before = new IdentityHost(database))
        {
            await before.Keys.LoadAsync(TestContext.Current.CancellationToken);
        }

        using var process = Start(
            "Portal__Database__Path=" + new SqliteConnectionStringBuilder(database.Address.ConnectionString).DataSource, "Portal__Secrets__Encryption=" + new string('7', 64));
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("What is stored was encrypted with a key that is not given;", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task A_database_of_a_later_version_is_left_alone(DatabaseProvider engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using (var context = database.Open())
        {
            await context.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('99991231235959_Later', '99.0.0')""", TestContext.Current.CancellationToken);
        }

        using var process = Start(
            $"Portal__Database__Provider={engine}",
            engine == DatabaseProvider.Sqlite ? "Portal__Database__Path=" + new SqliteConnectionStringBuilder(database.Address.ConnectionString).DataSource : "Portal__Database__ConnectionString=" + database.Address.ConnectionString,
            "Portal__Secrets__Encryption=" + SomeKey);

        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("The database was last used by a version of Portal that this one does not know (99991231235959_Later);", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_keeps_its_files_to_itself_and_ends_with_0_when_told_to()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has neither modes nor SIGTERM.");
            return;
        }

        using var process = Start();
        var listening = "";
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Split("Now listening on: ") is [_, var address])
            {
                listening = address.Trim();
                break;
            }
        }

        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(listening) };
        Assert.Equal("ok", await http.GetStringAsync("health/ready", TestContext.Current.CancellationToken));
        Assert.Contains("\"prompt_values_supported\":[\"none\",\"login\",\"consent\",\"select_account\"]", await http.GetStringAsync(".well-known/openid-configuration", TestContext.Current.CancellationToken), StringComparison.Ordinal); // nobody may register
        Assert.Equal(404, (int)(await http.GetAsync("dev/inbox", TestContext.Current.CancellationToken)).StatusCode);
        var files = Directory.GetFiles(Data);
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains(files, file => Path.GetFileName(file) == "encryption.key");
        Assert.Contains(files, file => Path.GetFileName(file) == "portal.db");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Data));
        foreach (var file in Directory.GetFiles(Data))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private Process Start(params IEnumerable<string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Portal.dll")])
        {
            WorkingDirectory = _folder.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("Portal__", StringComparison.OrdinalIgnoreCase) || key.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || key.StartsWith("DOTNET_ENVIRONMENT", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Portal__Http__PublicBase"] = "https://auth.example/";
        start.Environment["Portal__DataDirectory"] = Data;
        foreach (var setting in settings.Select(setting => setting.Split('=', 2)))
        {
            if (setting[1].Length == 0)
            {
                start.Environment.Remove(setting[0]);
            }
            else
            {
                start.Environment[setting[0]] = setting[1];
            }
        }

        return Process.Start(start)!;
    }
}
