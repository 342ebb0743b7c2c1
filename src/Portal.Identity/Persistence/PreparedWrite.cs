namespace Portal.Identity.Persistence;

/// <summary>A statement for <see cref="PreparedWrites"/>, one object for as long as the process runs. What must be true for it to happen stands in its conditions.</summary>
/// <param name="Sqlite">As SQLite understands it; its parameters are <c>@p0</c>, <c>@p1</c> and so on. None if SQLite needs none.</param>
/// <param name="Postgres">The same for PostgreSQL.</param>
internal sealed record PreparedWrite(string? Sqlite, string Postgres)
{
    private static readonly PreparedWrite Lock = new(null, "SELECT pg_advisory_xact_lock(hashtextextended(@p0, 0))") { MayMiss = true };

    /// <summary>In words that both engines know.</summary>
    public PreparedWrite(string sql)
        : this(sql, sql)
    {
    }

    /// <summary>Whether the change stands although this statement found no row.</summary>
    public bool MayMiss { get; init; }

    /// <summary>A step of a change.</summary>
    /// <param name="parameters">Ids, hashes, times, numbers and texts, in the order of their numbers; of these only a text may be missing.</param>
    public PreparedStep With(params object?[] parameters) => new(this, parameters);

    /// <summary>As a step of a change what <see cref="Storage.LockAsync"/> is: the same name is the same lock.</summary>
    public static PreparedStep LockOf(string name) => Lock.With(name);
}

/// <summary>A statement with what it is about.</summary>
internal readonly record struct PreparedStep(PreparedWrite Write, object?[] Parameters);
