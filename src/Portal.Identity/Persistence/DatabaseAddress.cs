using Npgsql;

namespace Portal.Identity.Persistence;

/// <summary>Which engine, and how to reach it; made once from the options at start.</summary>
public sealed record DatabaseAddress(DatabaseProvider Provider, string ConnectionString)
{
    /// <summary>Connections for few statements that come often, beside those of the contexts; none on SQLite. Becomes the caller's own.</summary>
    /// <remarks>What a user leaves behind in a connection (a lock, a setting) the next one finds: to clear it each time costs the database more than such a statement.</remarks>
    internal NpgsqlDataSource? OpenPostgresPool() =>
        Provider == DatabaseProvider.PostgreSql ? NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { NoResetOnClose = true }) : null;

    /// <summary>Without the connection string, which may hold a password.</summary>
    public override string ToString() => Provider.ToString();
}
