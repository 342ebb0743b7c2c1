using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Portal.Tests.FakeHomeserver;
using Xunit;

namespace Portal.Tests.E2E.Support;

/// <summary>The published application as a process of its own, with a data folder and a mail server of its own.</summary>
internal sealed class PortalServer : IAsyncDisposable
{
    public const string ServerName = "example.org";
    public const string HomeserverSecret = "what-only-the-homeserver-knows";

    /// <summary>How many passwords may be tried for one account at once.</summary>
    public const int TriesPerAccount = 5;

    private const string Kind = "Portal:Matrix:Kind";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MailTimeout = TimeSpan.FromMinutes(2); // also that of a mail that a killed server had taken on

    private readonly ConcurrentQueue<string> _log = new();
    private readonly Dictionary<string, string> _settings;
    private readonly PostgresDatabase? _database;
    private readonly string _dataDirectory;
    private readonly List<Process> _workers = [];
    private FakeSynapseProcess? _homeserver;
    private Process? _process;

    private PortalServer(PostgresDatabase? database, IEnumerable<KeyValuePair<string, string>> settings)
    {
        _database = database;
        _dataDirectory = Directory.CreateTempSubdirectory("portal-e2e-").FullName;
        Address = $"http://localhost:{FreePort()}";
        _settings = Settings(settings);
        Data = database is null
            ? new StoredData(Engine.Sqlite, $"Data Source={Path.Combine(_dataDirectory, "portal.db")};Pooling=False")
            : new StoredData(Engine.PostgreSql, database.ConnectionString);
    }

    /// <summary>Without a slash at the end.</summary>
    public string Address { get; }

    public Mailbox Mailbox { get; } = new();

    public StoredData Data { get; }

    /// <summary>The homeserver of an installation that has one, with the proxy in front of it.</summary>
    public FakeSynapseProcess Homeserver => _homeserver ?? throw new InvalidOperationException("Start the portal with a homeserver.");

    /// <summary>What an installation with a homeserver is configured with.</summary>
    public static IReadOnlyDictionary<string, string> WithHomeserver { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { [Kind] = "Synapse" };

    /// <summary>Whom <see cref="Copies"/> copies.</summary>
    public Person? First { get; set; }

    /// <inheritdoc cref="First"/>
    public Person? FirstWithDevices { get; set; }

    /// <summary>Nothing waits to be mailed any more: what has not come by now never comes.</summary>
    public async Task SeeAllMailedAsync()
    {
        var since = Stopwatch.GetTimestamp();
        while (await Data.CountAsync("outbox WHERE completed_at IS NULL") > 0)
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < MailTimeout, "Mails still wait to be sent: " + Log);
            await Task.Yield();
        }
    }

    /// <summary>All that the homeserver must be told has been told, and it has what the portal has.</summary>
    public async Task SeeHomeserverEqualAsync()
    {
        await SeeAllMailedAsync();
        Assert.Empty(await Data.DifferencesAsync(await Homeserver.UsersAsync()));
    }

    /// <summary>What the server itself called an error; a test that ends well leaves none.</summary>
    public IReadOnlyList<string> Errors => [.. _log.Where(line => line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal))];

    public string Log => string.Join('\n', _log);

    /// <summary>A fresh installation.</summary>
    /// <param name="settings">Differences to what the tests usually configure.</param>
    public static async Task<PortalServer> StartAsync(Engine engine, params KeyValuePair<string, string>[] settings)
    {
        var server = new PortalServer(engine == Engine.PostgreSql ? await PostgresDatabase.CreateAsync() : null, settings);
        if (server._settings.ContainsKey(Kind))
        {
            server._homeserver = await FakeSynapseProcess.StartAsync($"--ServerName={ServerName}", $"--Secret={HomeserverSecret}", $"--Portal={server.Address}/", "--Proxy=true");
            server._settings["Portal:Matrix:Endpoint"] = server._homeserver.Address.AbsoluteUri;
        }

        await server.StartAsync();
        return server;
    }

    /// <summary>Starts on what is there.</summary>
    public async Task StartAsync() => _process = await StartAsync(StartInfo());

    /// <summary>Starts a process beside the first that does the background work too; it ends with the server. On PostgreSQL.</summary>
    /// <param name="homeserver">By which address it reaches the homeserver.</param>
    public async Task<Process> StartWorkerAsync(Uri homeserver)
    {
        var info = StartInfo("worker");
        info.Environment["Portal__Matrix__Endpoint"] = homeserver.AbsoluteUri;
        _workers.Add(await StartAsync(info));
        return _workers[^1];
    }

    /// <summary>SIGKILL: no chance to finish anything.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
    }

    /// <summary>Lets the time go by that a killed process had taken for its mails; on SQLite, where no other process can have them, the next start takes them back by itself.</summary>
    public async Task PassLeasesAsync()
    {
        if (Data.Engine == Engine.PostgreSql)
        {
            await MakeAllDueAsync();
        }
    }

    /// <summary>Lets the time go by until which messages wait, whatever they wait for.</summary>
    public Task MakeAllDueAsync() => Data.ExecuteAsync("UPDATE outbox SET due_at = created_at WHERE completed_at IS NULL");

    /// <summary>Runs a command of the program beside the one that serves, as an operator does.</summary>
    /// <returns>What it said.</returns>
    public async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(StartInfo(arguments))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (await output).Trim() : throw new InvalidOperationException(await error);
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        _process?.Dispose();
        foreach (var worker in _workers)
        {
            worker.Kill();
            await worker.WaitForExitAsync();
            worker.Dispose();
        }

        if (_homeserver is not null)
        {
            await _homeserver.DisposeAsync();
        }

        await Mailbox.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        Directory.Delete(_dataDirectory, recursive: true);
    }

    private async Task<Process> StartAsync(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = info, EnableRaisingEvents = true };
        process.Exited += (_, _) => started.TrySetException(new InvalidOperationException($"The portal does not start:\n{Log}"));
        process.OutputDataReceived += (_, line) => Keep(line.Data, started);
        process.ErrorDataReceived += (_, line) => Keep(line.Data, started);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await started.Task.WaitAsync(StartTimeout);
        return process;
    }

    private ProcessStartInfo StartInfo(params IEnumerable<string> arguments)
    {
        var program = Path.Combine(Repository.Publish, "Portal.dll");
        if (!File.Exists(program))
        {
            throw new InvalidOperationException("Publish the application first, as ./test does: dotnet publish src/Portal -c Release -r linux-x64 --no-self-contained -p:PublishReadyToRun=true -o artifacts/publish");
        }

        var info = new ProcessStartInfo("dotnet", [program, .. arguments]) { WorkingDirectory = Repository.Publish, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _settings)
        {
            info.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return info;
    }

    private Dictionary<string, string> Settings(IEnumerable<KeyValuePair<string, string>> differences)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = Address,
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information", // says when it is ready
            ["Portal:Http:PublicBase"] = Address + "/",
            ["Portal:DataDirectory"] = _dataDirectory,
            ["Portal:Matrix:ServerName"] = ServerName,
            ["Portal:Matrix:Secret"] = HomeserverSecret,
            ["Portal:Branding:TosUri"] = "https://example.org/terms",
            ["Portal:Branding:PolicyUri"] = "https://example.org/privacy",
            ["Portal:Account:PasswordRegistrationEnabled"] = "true",
            ["Portal:Account:RegistrationAsksDisplayName"] = "false", // a step less for tests that are not about it
            ["Portal:Account:PasswordRecoveryEnabled"] = "true",
            ["Portal:Email:Transport"] = "Smtp",
            ["Portal:Email:Mode"] = "Plain",
            ["Portal:Email:Hostname"] = Mailbox.Host,
            ["Portal:Email:Port"] = $"{Mailbox.Port}",
            ["Portal:Policy:Data:ClientRegistration:AllowInsecureUris"] = "true", // the client page is at a loopback address
            ["Portal:RateLimiting:Registration:Burst"] = "1000",
            ["Portal:RateLimiting:ClientRegistration:Burst"] = "1000",
            ["Portal:RateLimiting:EmailAuthentication:PerIp:Burst"] = "1000",
            ["Portal:RateLimiting:AccountRecovery:PerIp:Burst"] = "1000",
            ["Portal:RateLimiting:AccountRecovery:LinksPerIp:Burst"] = "1000",
            ["Portal:RateLimiting:UsernameAvailability:Burst"] = "1000",
            ["Portal:RateLimiting:PasswordStrength:Burst"] = "1000",
            ["Portal:RateLimiting:Login:PerIp:Burst"] = "1000",
            ["Portal:RateLimiting:DeviceAuthorization:Burst"] = "1000",
            ["Portal:RateLimiting:DeviceCode:Burst"] = "1000",
            ["Portal:RateLimiting:Login:PerAccount:Burst"] = $"{TriesPerAccount}",
        };
        if (_database is not null)
        {
            settings["Portal:Database:Provider"] = "PostgreSql";
            settings["Portal:Database:ConnectionString"] = _database.ConnectionString;
            settings["Portal:Secrets:Encryption"] = new string('7', 64);
        }

        foreach (var (name, value) in differences)
        {
            settings[name] = value;
        }

        return settings;
    }

    private void Keep(string? line, TaskCompletionSource started)
    {
        if (line is null)
        {
            return;
        }

        _log.Enqueue(line);
        if (line.Contains("Application started", StringComparison.Ordinal))
        {
            started.TrySetResult();
        }
    }

    // The public address must be known before the server starts, so the system cannot choose the port for it.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>What a server keeps its data in.</summary>
public enum Engine
{
    Sqlite,
    PostgreSql,
}
