using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Identity.Accounts;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;

namespace Portal.Tests.Unit.Support;

/// <summary>The application, whole and in this process, on data of its own and with time that stands still.</summary>
/// <remarks>It runs as in production; only the clock, the mailer and the log are the test's. Mails go out when <see cref="DeliverAsync"/> says so.</remarks>
internal sealed class PortalFactory : WebApplicationFactory<Program>
{
    public const string PublicBase = "https://auth.example/";
    public const string ServerName = "example.org";
    public const string HomeserverSecret = "the-secret-of-the-homeserver";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-test-");
    private readonly TestDatabase _database;
    private readonly Dictionary<string, string?> _settings;
    private readonly string _environment;
    private readonly Action<IServiceCollection>? _change;
    private int _browsers;
    private bool _listens;

    private PortalFactory(TestDatabase database, IReadOnlyDictionary<string, string?>? settings, string environment, Action<IServiceCollection>? change)
    {
        (_database, _environment, _change) = (database, environment, change);
        _settings = new()
        {
            ["Portal:Http:PublicBase"] = PublicBase,
            ["Portal:Matrix:ServerName"] = ServerName,
            ["Portal:Matrix:Secret"] = HomeserverSecret,
            ["Portal:DataDirectory"] = _folder.FullName,
            ["Portal:Secrets:Encryption"] = A.EncryptionSecret,
            ["Portal:Account:PasswordRegistrationEnabled"] = "true",
            ["Portal:Account:RegistrationAsksDisplayName"] = "false", // a step less for tests that are not about it
            ["Portal:Email:Transport"] = "Inbox",
            ["Portal:Passwords:RefusalTime"] = "00:00:00", // time stands still: nobody could wait for it
            ["Logging:LogLevel:Default"] = "Debug",
            ["ReloadStaticAssetsAtRuntime"] = "false", // routes as when published
        };
        AddDatabase(database.Address);
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            _settings[key] = value;
        }
    }

    public ManualClock Clock { get; } = new();

    public RecordingMailer Mailer { get; } = new();

    public LogSink Log { get; } = new();

    /// <summary>The folder of the process's own files.</summary>
    public string DataDirectory => _folder.FullName;

    public Uri Base => new(_settings["Portal:Http:PublicBase"]!);

    /// <summary>Where it listens, if it does not stay in memory.</summary>
    public Uri ListensOn => new(Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First().Replace("[::]", "127.0.0.1", StringComparison.Ordinal));

    /// <param name="settings">In place of the boring ones; null takes one away.</param>
    /// <param name="port">Listen on a port of this machine instead of in memory; 0 for any free one.</param>
    /// <param name="change">Services to put in place of the application's.</param>
    public static async Task<PortalFactory> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        DatabaseProvider engine = DatabaseProvider.Sqlite,
        string environment = "Production",
        int? port = null,
        Action<IServiceCollection>? change = null)
    {
        var factory = new PortalFactory(await TestDatabase.CreateAsync(engine), settings, environment, change);
        if (port is { } number)
        {
            factory._listens = true;
            factory.UseKestrel(number);
        }

        factory.StartServer();
        return factory;
    }

    /// <summary>Somebody at an address of their own, so that nobody uses up another's limits.</summary>
    public Browser Browser(string? address = null) =>
        new(this, address ?? string.Create(CultureInfo.InvariantCulture, $"203.0.{113 + (Interlocked.Increment(ref _browsers) / 250)}.{_browsers % 250}"));

    /// <summary>Requests as they are: no cookies, no redirects followed.</summary>
    public HttpClient Raw() => _listens
        ? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = ListensOn }
        : CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = Base });

    /// <summary>An account with <see cref="A.Password"/>.</summary>
    public async Task<PortalUser> PersonAsync(string name, Action<PortalUser>? change = null)
    {
        var user = A.User(name, A.PasswordHash);
        change?.Invoke(user);
        await ArrangeAsync(user);
        return user;
    }

    /// <summary>A browser in which that person has signed in.</summary>
    public async Task<Browser> SignedInAsync(string name)
    {
        var browser = Browser();
        await browser.SignInAsync(name);
        return browser;
    }

    /// <summary>Stores rows as they are.</summary>
    public Task ArrangeAsync(params IEnumerable<object> rows) => ChangeAsync(database =>
    {
        database.AddRange(rows);
        return Task.CompletedTask;
    });

    /// <summary>Changes what is stored, past the services.</summary>
    public async Task ChangeAsync(Func<PortalDbContext, Task> change)
    {
        await using var scope = Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(() => change(database), CancellationToken.None);
    }

    /// <summary>Reads what is stored.</summary>
    public async Task<TResult> ReadAsync<TResult>(Func<PortalDbContext, Task<TResult>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<PortalDbContext>());
    }

    /// <summary>What the outbox worker does until nothing is due.</summary>
    public async Task DeliverAsync()
    {
        var delivery = Services.GetRequiredService<OutboxDelivery>();
        int count;
        do
        {
            count = 0;
            foreach (var lane in Enum.GetValues<OutboxLane>())
            {
                count += await delivery.DeliverDueAsync(lane, CancellationToken.None);
            }
        }
        while (count > 0);
    }

    /// <summary>The file of a portal on SQLite.</summary>
    public string DatabaseFile => new SqliteConnectionStringBuilder(_database.Address.ConnectionString).DataSource;

    /// <summary>What is stored, after the process has stopped.</summary>
    public PortalDbContext OpenDatabase() => _database.Open();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_environment);
        builder.UseContentRoot(Repository.Root);
        foreach (var (key, value) in _settings.Where(setting => setting.Value is not null))
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Log));
        builder.ConfigureTestServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.Replace(ServiceDescriptor.Singleton<IAccountMailer>(Mailer));
            foreach (var worker in services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(OutboxWorker)).ToList())
            {
                services.Remove(worker);
            }

            _change?.Invoke(services);
        });
    }

    private void AddDatabase(DatabaseAddress address)
    {
        _settings["Portal:Database:Provider"] = address.Provider.ToString();
        if (address.Provider == DatabaseProvider.Sqlite)
        {
            _settings["Portal:Database:Path"] = new SqliteConnectionStringBuilder(address.ConnectionString).DataSource;
        }
        else
        {
            _settings["Portal:Database:ConnectionString"] = address.ConnectionString;
        }
    }
}
