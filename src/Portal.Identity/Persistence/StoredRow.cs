using System.Data.Common;

namespace Portal.Identity.Persistence;

/// <summary>A row as it was read, whichever way the engine keeps ids and times.</summary>
internal readonly struct StoredRow(DbDataReader reader, DatabaseProvider provider)
{
    public Guid Id(int column) => provider == DatabaseProvider.Sqlite ? new(reader.GetFieldValue<byte[]>(column), bigEndian: true) : reader.GetGuid(column);

    public DateTimeOffset Time(int column) => provider == DatabaseProvider.Sqlite
        ? DateTimeOffset.UnixEpoch.AddTicks(reader.GetInt64(column) * TimeSpan.TicksPerMicrosecond)
        : reader.GetFieldValue<DateTimeOffset>(column);

    public string Text(int column) => reader.GetString(column);

    public bool Flag(int column) => reader.GetBoolean(column);

    public double Number(int column) => reader.GetDouble(column);

    public Guid? IdOrNone(int column) => reader.IsDBNull(column) ? null : Id(column);

    public DateTimeOffset? TimeOrNone(int column) => reader.IsDBNull(column) ? null : Time(column);

    public string? TextOrNone(int column) => reader.IsDBNull(column) ? null : Text(column);

    public bool Has(int column) => !reader.IsDBNull(column);
}
