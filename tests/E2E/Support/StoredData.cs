using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Portal.Tests.E2E.Support;

/// <summary>What the portal keeps, as its operator can reach it: to make rows older, to break things, and to count.</summary>
/// <param name="connectionString">Of the engine.</param>
internal sealed class StoredData(Engine engine, string connectionString)
{
    public Engine Engine { get; } = engine;

    /// <param name="sql">May name <c>@value</c>.</param>
    public async Task ExecuteAsync(string sql, string value = "")
    {
        await using var connection = await OpenAsync();
        await using var command = CommandOf(connection, sql, value);
        await command.ExecuteNonQueryAsync();
    }

    /// <param name="rows">What stands behind <c>FROM</c>; may name <c>@value</c>.</param>
    public async Task<int> CountAsync(string rows, string value = "")
    {
        await using var connection = await OpenAsync();
        await using var command = CommandOf(connection, $"SELECT COUNT(*) FROM {rows}", value);
        return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static DbCommand CommandOf(DbConnection connection, string sql, string value)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("value", value);
        command.Parameters.Add(parameter);
        return command;
    }

    private async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = Engine == Engine.PostgreSql ? new NpgsqlConnection(connectionString) : new SqliteConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }
}
