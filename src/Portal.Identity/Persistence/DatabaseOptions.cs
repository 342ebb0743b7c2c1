namespace Portal.Identity.Persistence;

/// <summary>Where everything is stored (<c>Portal:Database</c>).</summary>
public sealed class DatabaseOptions
{
    /// <summary>Default: SQLite, one file and one process. PostgreSQL is for more than one machine.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>The SQLite file. Default: <c>portal.db</c> in the data directory.</summary>
    public string? Path { get; set; }

    /// <summary>PostgreSQL's connection string, as Npgsql reads it.</summary>
    public string? ConnectionString { get; set; }
}

/// <summary>The engines that the model is kept on.</summary>
public enum DatabaseProvider
{
    Sqlite,
    PostgreSql,
}
