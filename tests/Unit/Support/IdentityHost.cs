using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity;
using Portal.Identity.Accounts;
using Portal.Identity.Homeserver;
using Portal.Identity.Keys;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Tests.Unit.Support;

/// <summary>One process of the portal without its web part: the services of the library over a real database, with time that stands still.</summary>
/// <remarks>Background services do not run; a test calls what they would call.</remarks>
internal sealed class IdentityHost : IAsyncDisposable
{
    private static readonly Dictionary<string, string?> Defaults = new() { ["Portal:Passwords:RefusalTime"] = "00:00:00" }; // time stands still: nobody could wait for it

    private readonly ServiceProvider _services;
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _change;

    /// <param name="settings">As in the environment: <c>Portal:Account:LoginWithEmailAllowed</c>.</param>
    /// <param name="change">Puts services in place of others.</param>
    public IdentityHost(TestDatabase database, IReadOnlyDictionary<string, string?>? settings = null, ManualClock? clock = null, Action<IServiceCollection>? change = null)
    {
        Database = database;
        Clock = clock ?? new ManualClock();
        _settings = settings ?? new Dictionary<string, string?>();
        _change = change;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Defaults).AddInMemoryCollection(_settings).Build());
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IAccountMailer>(Mailer);
        services.AddSingleton(A.Issuer);
        services.AddSingleton<IDeviceNaming, PlainDeviceNaming>();
        services.AddPortalIdentity(database.Address, A.Protector());
        change?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public TestDatabase Database { get; }

    public ManualClock Clock { get; }

    public RecordingMailer Mailer { get; } = new();

    public IServiceProvider Services => _services;

    public SigningKeyRing Keys => _services.GetRequiredService<SigningKeyRing>();

    /// <summary>Another process with the same settings, clock and database.</summary>
    public IdentityHost Another() => new(Database, _settings, Clock, _change);

    public async Task MigrateAsync()
    {
        await using var scope = _services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Database.MigrateAsync();
    }

    /// <summary>Uses a service as one request does: in a scope of its own.</summary>
    public async Task<TResult> RunAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <inheritdoc cref="RunAsync{TService, TResult}"/>
    public Task RunAsync<TService>(Func<TService, Task> use)
        where TService : notnull => RunAsync<TService, bool>(async service =>
        {
            await use(service);
            return true;
        });

    /// <summary>Writes down when sessions were last used, as is done once a minute.</summary>
    public Task FlushActivityAsync() => _services.GetRequiredService<ActivityTracker>().FlushAsync(CancellationToken.None);

    /// <summary>Stores rows as they are.</summary>
    public Task ArrangeAsync(params IEnumerable<object> rows) => ChangeAsync(database =>
    {
        database.AddRange(rows);
        return Task.CompletedTask;
    });

    /// <summary>Changes what is stored, past the services.</summary>
    public async Task ChangeAsync(Func<PortalDbContext, Task> change)
    {
        await using var scope = _services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(() => change(database), CancellationToken.None);
    }

    /// <summary>Reads what is stored.</summary>
    public Task<TResult> ReadAsync<TResult>(Func<PortalDbContext, Task<TResult>> read) => RunAsync(read);

    /// <summary>What the outbox worker does until nothing is due.</summary>
    public async Task DeliverAsync()
    {
        var delivery = _services.GetRequiredService<OutboxDelivery>();
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

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
