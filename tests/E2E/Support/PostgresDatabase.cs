using Npgsql;
using Xunit;

namespace Portal.Tests.E2E.Support;

/// <summary>A database on the server that <c>PORTAL_TEST_POSTGRES</c> names, which <c>./test</c> starts.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("PORTAL_TEST_POSTGRES");
    private static int _count;

    private readonly string _name = $"portal_e2e_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";

    private PostgresDatabase()
    {
    }

    public string ConnectionString => new NpgsqlConnectionStringBuilder(Server) { Database = _name }.ConnectionString;

    public static async Task<PostgresDatabase> CreateAsync()
    {
        var database = new PostgresDatabase();
        await ExecuteAsync($"CREATE DATABASE {database._name}");
        return database;
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)");

    private static async Task ExecuteAsync(string sql)
    {
        if (Server is null)
        {
            Assert.Skip("PORTAL_TEST_POSTGRES is not set; ./test starts a server and sets it.");
        }

        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
