using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Portal.Identity.Persistence;

namespace Portal.Bench.Measure;

/// <summary>Stores many rows at a time: with the mapping of the model, so that each is one that the product could have made, but past its change tracker.</summary>
internal sealed class BulkWriter(IModel model, DatabaseAddress address)
{
    public async Task WriteAsync<T>(IReadOnlyCollection<T> rows)
        where T : class
    {
        var type = model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not stored.");
        var columns = type.GetProperties().Select(Column.Of).ToList();
        await (address.Provider == DatabaseProvider.Sqlite ? InsertAsync(type.GetTableName()!, columns, rows) : CopyAsync(type.GetTableName()!, columns, rows));
    }

    private async Task InsertAsync<T>(string table, List<Column> columns, IReadOnlyCollection<T> rows)
        where T : class
    {
        await using var connection = new SqliteConnection(address.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns.Select(column => column.Name))}) VALUES ({string.Join(", ", columns.Select((_, index) => $"@p{index}"))})";
        List<DbParameter> parameters = [.. columns.Select((_, index) => command.Parameters.AddWithValue($"@p{index}", DBNull.Value))];
        await command.PrepareAsync();
        foreach (var row in rows)
        {
            for (var index = 0; index < columns.Count; index++)
            {
                parameters[index].Value = columns[index].Read(row) ?? DBNull.Value;
            }

            command.ExecuteNonQuery(); // on SQLite nothing waits
        }

        await transaction.CommitAsync();
    }

    private async Task CopyAsync<T>(string table, List<Column> columns, IReadOnlyCollection<T> rows)
        where T : class
    {
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync();
        await using var writer = await connection.BeginBinaryImportAsync($"COPY {table} ({string.Join(", ", columns.Select(column => column.Name))}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await writer.StartRowAsync();
            foreach (var column in columns)
            {
                await (column.Read(row) is { } value ? writer.WriteAsync(value) : writer.WriteNullAsync());
            }
        }

        await writer.CompleteAsync();
    }

    /// <param name="Read">The value as it is stored.</param>
    private sealed record Column(string Name, Func<object, object?> Read)
    {
        public static Column Of(IProperty property)
        {
            var member = property.PropertyInfo ?? throw new InvalidOperationException($"{property.Name} is no property of the class.");
            var converter = property.GetTypeMapping().Converter;
            return new Column(property.GetColumnName(), row => member.GetValue(row) is { } value ? converter?.ConvertToProvider(value) ?? value : null);
        }
    }
}
