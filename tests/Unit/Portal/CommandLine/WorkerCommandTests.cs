using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Identity.Homeserver;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Retention;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>The background work in a process of its own, and a process without it.</summary>
public sealed class WorkerCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_works_beside_one_that_serves_listens_to_nobody_and_stops_in_order()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.PostgreSql);
        await using var host = new IdentityHost(database);
        await host.ArrangeAsync(OutboxMessage.Create("nobody-delivers-this", "{}", ManualClock.Start));
        using var worker = Start("worker", database);

        // What it says of a message tells that it had it.
        var said = new List<string>();
        while (!said.Exists(line => line.Contains("Gave up on nobody-delivers-this", StringComparison.Ordinal)))
        {
            said.Add(await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
                ?? throw new InvalidOperationException(string.Join('\n', said) + await worker.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)));
        }

        using (var kill = Process.Start("kill", ["-TERM", worker.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        said.Add(await worker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, worker.ExitCode);
        Assert.DoesNotContain(said, line => line.Contains("Now listening", StringComparison.Ordinal));
        Assert.NotNull(await host.ReadAsync(rows => rows.Outbox.Select(message => message.FailedAt).SingleAsync()));
    }

    [Fact]
    public async Task It_makes_no_database_of_its_own()
    {
        var (code, _, error) = await CommandRun.RunAsync(_folder, "worker");

        Assert.Equal(1, code);
        Assert.Equal($"There is no database at {_folder.FullName}/data/portal.db; start the portal once.", error);
    }

    [Fact]
    public async Task On_SQLite_there_is_one_process()
    {
        await using var site = await PortalFactory.StartAsync();

        var (code, _, error) = await CommandRun.RunAsync(_folder, "worker", $"--Portal:Database:Path={site.DatabaseFile}", $"--Portal:Secrets:Encryption={A.EncryptionSecret}");

        Assert.Equal(1, code);
        Assert.StartsWith("Another process is already running on ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task A_process_that_serves_does_the_work_unless_it_is_told_not_to(string? enabled, bool works)
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Worker:Enabled"] = enabled });

        var running = site.Services.GetServices<IHostedService>().Select(service => service.GetType()).ToList();

        Assert.All([typeof(HomeserverCatchUp), typeof(InactivityWorker), typeof(OutboxMeter), typeof(RetentionWorker)], type => Assert.Equal(works, running.Contains(type)));
        Assert.Contains(typeof(ActivityWriter), running);
    }

    private Process Start(string words, TestDatabase database)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Portal.dll"), words])
        {
            WorkingDirectory = _folder.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Portal__Http__PublicBase"] = "https://auth.example/";
        start.Environment["Portal__DataDirectory"] = Path.Combine(_folder.FullName, "data");
        start.Environment["Portal__Database__Provider"] = "PostgreSql";
        start.Environment["Portal__Database__ConnectionString"] = database.Address.ConnectionString;
        start.Environment["Portal__Secrets__Encryption"] = A.EncryptionSecret;
        return Process.Start(start)!;
    }
}
