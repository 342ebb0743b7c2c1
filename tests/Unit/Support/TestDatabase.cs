using Portal.Identity.Persistence;

namespace Portal.Tests.Unit.Support;

/// <summary>A database of the test's own, migrated and with signing keys in it, gone when disposed.</summary>
internal abstract class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<SqliteTestDatabase>> SqliteTemplate = new(() => FillAsync(SqliteTestDatabase.Empty()));
    private static readonly Lazy<Task<PostgresTestDatabase>> PostgresTemplate = new(async () =>
    {
        var template = await FillAsync(await PostgresTestDatabase.EmptyAsync());
        await template.BecomeTemplateAsync();
        template.CloseConnections(); // nothing can be copied that is in use
        return template;
    });

    public abstract DatabaseAddress Address { get; }

    /// <summary>A copy of a database that was prepared once. A test that asks for PostgreSQL is skipped where there is none.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseProvider engine) => engine == DatabaseProvider.Sqlite
        ? SqliteTestDatabase.CopyOf(await SqliteTemplate.Value)
        : await PostgresTestDatabase.CopyOfAsync(await PostgresTemplate.Value);

    /// <summary>A database without tables.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(DatabaseProvider engine) => engine == DatabaseProvider.Sqlite
        ? SqliteTestDatabase.Empty()
        : await PostgresTestDatabase.EmptyAsync();

    /// <summary>A context made by hand, as migrations use it.</summary>
    public PortalDbContext Open() => Address.Provider == DatabaseProvider.Sqlite
        ? DesignTimeContexts.Sqlite(Address.ConnectionString)
        : DesignTimeContexts.Postgres(Address.ConnectionString);

    public abstract ValueTask DisposeAsync();

    private static async Task<T> FillAsync<T>(T database)
        where T : TestDatabase
    {
        await using (var host = new IdentityHost(database))
        {
            await host.MigrateAsync();
            await host.Keys.LoadAsync(CancellationToken.None);
        }

        database.CloseConnections();
        return database;
    }

    /// <summary>Closes what pools hold open, so that the database can be copied or deleted.</summary>
    private protected abstract void CloseConnections();
}
