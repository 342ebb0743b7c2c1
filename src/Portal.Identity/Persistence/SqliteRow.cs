using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Portal.Identity.Persistence;

/// <summary>As SQLite keeps it: ids are 16 big-endian bytes, times microseconds since 1970, as <see cref="SqlitePortalDbContext"/> writes them.</summary>
internal sealed class SqliteRow(SqliteDataReader reader) : StoredRow
{
    public override bool Has(int column) => !reader.IsDBNull(column);

    public override Guid Id(int column) => new(reader.GetFieldValue<byte[]>(column), bigEndian: true);

    public override DateTimeOffset Time(int column) => DateTimeOffset.UnixEpoch.AddTicks(reader.GetInt64(column) * TimeSpan.TicksPerMicrosecond);

    public override string Text(int column) => reader.GetString(column);

    public override string[] Texts(int column) => JsonSerializer.Deserialize<string[]>(Text(column))!;

    public override bool Flag(int column) => reader.GetBoolean(column);

    public override int Integer(int column) => reader.GetInt32(column);

    public override double Number(int column) => reader.GetDouble(column);

    /// <summary>The value of a parameter, as a column keeps it.</summary>
    /// <exception cref="ArgumentException">No column keeps such a value.</exception>
    public static object ValueOf(object? parameter) => parameter switch
    {
        null => DBNull.Value,
        Guid id => id.ToByteArray(bigEndian: true),
        DateTimeOffset time => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        byte[] or string or double => parameter,
        _ => throw new ArgumentException($"Nothing that is stored is a {parameter.GetType().Name}.", nameof(parameter)),
    };
}
