using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Persistence;
using Xunit;

namespace Portal.Tests.Unit.Support;

/// <summary>A test over a real database. The class that holds the facts is abstract and has two nested, empty ones: <c>OnSqlite</c> and <c>OnPostgres</c>.</summary>
public abstract class StorageTest(DatabaseProvider engine) : IAsyncLifetime
{
    private TestDatabase? _database;

    private protected DatabaseProvider Engine => engine;

    private protected IdentityHost Host { get; private set; } = null!;

    private protected ManualClock Clock => Host.Clock;

    /// <summary>Where a test is not about the defaults.</summary>
    protected virtual Dictionary<string, string?> Settings => [];

    public virtual async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(engine);
        Host = new IdentityHost(_database, Settings, change: Change);
        await Host.Keys.LoadAsync(CancellationToken.None);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await Host.DisposeAsync();
            await _database.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Puts services of the test's in place of others.</summary>
    protected virtual void Change(IServiceCollection services)
    {
    }

    /// <summary>Processes that share the database: two on PostgreSQL; on SQLite there is never more than the one.</summary>
    private protected IReadOnlyList<IdentityHost> Processes() => engine == DatabaseProvider.Sqlite ? [Host, Host] : [Host, Host.Another()];

    /// <summary>Does the same thing many times at the same moment, spread over the processes.</summary>
    private protected async Task<IReadOnlyList<T>> AtOnceAsync<T>(int count, Func<IdentityHost, int, Task<T>> act)
    {
        var processes = Processes();
        foreach (var process in processes)
        {
            await process.Keys.LoadAsync(CancellationToken.None);
        }

        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tasks = Enumerable.Range(0, count).Select(async number =>
        {
            await start.Task;
            return await act(processes[number % processes.Count], number);
        }).ToArray();
        start.SetResult();
        var results = await Task.WhenAll(tasks);
        foreach (var other in processes.Where(process => process != Host))
        {
            await other.DisposeAsync();
        }

        return results;
    }
}
