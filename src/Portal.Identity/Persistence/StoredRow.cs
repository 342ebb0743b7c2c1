namespace Portal.Identity.Persistence;

/// <summary>The row that a prepared statement is at, whichever way the engine keeps ids and times. Columns count from 0.</summary>
internal abstract class StoredRow
{
    public abstract bool Has(int column);

    public abstract Guid Id(int column);

    public abstract DateTimeOffset Time(int column);

    public abstract string Text(int column);

    /// <summary>A list of texts that the mapper wrote.</summary>
    public abstract string[] Texts(int column);

    public abstract bool Flag(int column);

    public abstract int Integer(int column);

    public abstract double Number(int column);

    public Guid? IdOrNone(int column) => Has(column) ? Id(column) : null;

    public DateTimeOffset? TimeOrNone(int column) => Has(column) ? Time(column) : null;

    public string? TextOrNone(int column) => Has(column) ? Text(column) : null;
}
