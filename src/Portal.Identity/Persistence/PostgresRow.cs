using Npgsql;

namespace Portal.Identity.Persistence;

/// <summary>As PostgreSQL keeps it: with a type for everything.</summary>
internal sealed class PostgresRow(NpgsqlDataReader reader) : StoredRow
{
    public override bool Has(int column) => !reader.IsDBNull(column);

    public override Guid Id(int column) => reader.GetGuid(column);

    public override DateTimeOffset Time(int column) => reader.GetFieldValue<DateTimeOffset>(column);

    public override string Text(int column) => reader.GetString(column);

    public override string[] Texts(int column) => reader.GetFieldValue<string[]>(column);

    public override bool Flag(int column) => reader.GetBoolean(column);

    public override int Integer(int column) => reader.GetInt32(column);

    public override double Number(int column) => reader.GetDouble(column);
}
