using Npgsql;
using Portal.Identity.Persistence;
using Xunit;

namespace Portal.Tests.Unit.Support;

/// <summary>A database on the server that <c>PORTAL_TEST_POSTGRES</c> names, which <c>./test</c> starts.</summary>
internal sealed class PostgresTestDatabase : TestDatabase
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("PORTAL_TEST_POSTGRES");
    private static int _count;

    private readonly string _name;

    private PostgresTestDatabase(string name)
    {
        _name = name;
        Address = new(DatabaseProvider.PostgreSql, new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 50 }.ConnectionString);
    }

    public override DatabaseAddress Address { get; }

    public static Task<PostgresTestDatabase> EmptyAsync() => CreateAsync("template0");

    public static Task<PostgresTestDatabase> CopyOfAsync(PostgresTestDatabase template) => CreateAsync(template._name);

    public override async ValueTask DisposeAsync()
    {
        CloseConnections();
        await ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    private protected override void CloseConnections()
    {
        using var connection = new NpgsqlConnection(Address.ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    private static async Task<PostgresTestDatabase> CreateAsync(string template)
    {
        var name = $"portal_test_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new PostgresTestDatabase(name);
    }

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
