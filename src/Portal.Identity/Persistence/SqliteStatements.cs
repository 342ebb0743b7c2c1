using Microsoft.Data.Sqlite;

namespace Portal.Identity.Persistence;

/// <summary>One SQLite connection with the statements that were run on it, each compiled once; used by one at a time.</summary>
internal sealed class SqliteStatements : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;

    /// <param name="pragmas">More than every connection has.</param>
    public SqliteStatements(string connectionString, string pragmas = "")
    {
        // Not from the pool: there it would go back with a transaction that was not ended.
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = SqliteConnections.Pragmas + pragmas;
        command.ExecuteNonQuery();
    }

    /// <summary>The statement.</summary>
    /// <param name="parameters">How many it has.</param>
    public SqliteStatement Get(string sql, int parameters)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = _statements[sql] = new SqliteStatement(_connection.Handle!, sql, parameters);
        }

        return statement;
    }

    /// <inheritdoc cref="SqliteStatement.Run"/>
    public int Run(string sql, params ReadOnlySpan<object?> parameters) => Get(sql, parameters.Length).Run(parameters);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }
}
