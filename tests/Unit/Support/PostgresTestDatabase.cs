using System.Collections.Concurrent;
using Npgsql;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresTestDatabases))]

namespace Portal.Tests.Unit.Support;

/// <summary>A database on the server that <c>PORTAL_TEST_POSTGRES</c> names, which <c>./test</c> starts.</summary>
/// <remarks>
/// Making a database and dropping it costs more than most tests do in between. So one that was a copy is emptied and used again; what the template had in it
/// stands beside it, in a schema of its own.
/// </remarks>
internal sealed class PostgresTestDatabase : TestDatabase
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("PORTAL_TEST_POSTGRES");
    private static readonly ConcurrentBag<PostgresTestDatabase> Emptied = [];
    private static int _count;

    private readonly string _name;
    private readonly string? _cleanUp;
    private string? _copiesCleanUp;

    private PostgresTestDatabase(string name, string? cleanUp)
    {
        (_name, _cleanUp) = (name, cleanUp);
        Address = new(DatabaseProvider.PostgreSql, new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 50 }.ConnectionString);
    }

    public override DatabaseAddress Address { get; }

    public static Task<PostgresTestDatabase> EmptyAsync() => CreateAsync("template0", cleanUp: null);

    public static async Task<PostgresTestDatabase> CopyOfAsync(PostgresTestDatabase template) =>
        Emptied.TryTake(out var emptied) ? emptied : await CreateAsync(template._name, template._copiesCleanUp ?? throw new InvalidOperationException("That is no template."));

    /// <summary>Drops what is left to be used again.</summary>
    public static async Task DropEmptiedAsync()
    {
        while (Emptied.TryTake(out var database))
        {
            await database.DropAsync();
        }
    }

    /// <summary>From now on, copies are made of this, with what is in it.</summary>
    public async Task BecomeTemplateAsync()
    {
        await using var connection = new NpgsqlConnection(Address.ConnectionString);
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (var command = new NpgsqlCommand("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'", connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        await RunAsync(connection, string.Concat(tables.Select(table => $"CREATE TABLE kept.{table} AS TABLE public.{table};").Prepend("CREATE SCHEMA kept;")));
        var kept = new List<string>();
        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM kept.{table})", connection);
            if (await command.ExecuteScalarAsync() is true)
            {
                kept.Add(table);
            }
        }

        // Foreign keys and their order are of no interest where everything goes. What a test left running loses its connection first.
        _copiesCleanUp = $"""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
            SET session_replication_role = replica;
            {string.Concat(tables.Select(table => $"DELETE FROM public.{table};"))}
            {string.Concat(kept.Select(table => $"INSERT INTO public.{table} SELECT * FROM kept.{table};"))}
            """;
    }

    public override async ValueTask DisposeAsync()
    {
        CloseConnections();
        if (_cleanUp is not null && await TryCleanUpAsync(_cleanUp))
        {
            Emptied.Add(this);
        }
        else
        {
            await DropAsync();
        }
    }

    private protected override void CloseConnections()
    {
        using var connection = new NpgsqlConnection(Address.ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    private static async Task<PostgresTestDatabase> CreateAsync(string template, string? cleanUp)
    {
        var name = $"portal_test_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new PostgresTestDatabase(name, cleanUp);
    }

    // A test may have taken tables away.
    private async Task<bool> TryCleanUpAsync(string sql)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Address.ConnectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync();
            await RunAsync(connection, sql);
            return true;
        }
        catch (PostgresException)
        {
            return false;
        }
    }

    private Task DropAsync() => ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)");

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task ExecuteAsync(string sql)
    {
        if (Server is null)
        {
            Assert.Skip("PORTAL_TEST_POSTGRES is not set; ./test starts a server and sets it.");
        }

        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await RunAsync(connection, sql);
    }
}

/// <summary>Leaves nothing on the server when all tests are done.</summary>
public sealed class PostgresTestDatabases : IAsyncLifetime
{
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await PostgresTestDatabase.DropEmptiedAsync();
}
