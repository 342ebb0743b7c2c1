using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using Portal.Tests.FakeHomeserver.Control;
using Portal.Tests.Unit.Support;

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

    /// <summary>Stores a row again and again, but for what shall differ; on PostgreSQL.</summary>
    /// <param name="differences">By column: the SQL of what is stored there, in which <c>number</c> counts from 1.</param>
    public async Task CopyManyAsync(string table, int count, string where, string value, IReadOnlyDictionary<string, string> differences)
    {
        var columns = await ColumnsAsync(table);
        var values = string.Join(", ", columns.Select(column => differences.GetValueOrDefault(column, column)));
        await ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {values} FROM {table}, generate_series(1, {count}) AS number WHERE {where}"), value);
    }

    /// <summary>In what the homeserver differs from what is stored here; nothing if it does not.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(IEnumerable<UserView> homeserver)
    {
        await using var connection = await OpenAsync();
        return await HomeserverComparison.DifferencesAsync(connection, homeserver);
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
