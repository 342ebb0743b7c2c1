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

    /// <summary>Stores a row again, but for what shall differ.</summary>
    /// <param name="where">May name <c>@value</c>.</param>
    /// <param name="differences">By column: the SQL of what is stored there.</param>
    public async Task CopyAsync(string table, string where, string value, IReadOnlyDictionary<string, string> differences)
    {
        var columns = await ColumnsAsync(table);
        await ExecuteAsync($"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", columns.Select(column => differences.GetValueOrDefault(column, column)))} FROM {table} WHERE {where}", value);
    }

    private async Task<List<string>> ColumnsAsync(string table)
    {
        await using var connection = await OpenAsync();
        await using var command = CommandOf(connection, $"SELECT * FROM {table} WHERE 1 = 0", "");
        await using var reader = await command.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
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
