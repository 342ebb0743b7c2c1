using Microsoft.Data.Sqlite;

namespace Portal.Identity.Persistence;

/// <summary>One SQLite connection with the statements that were run on it, each compiled once; used by one at a time.</summary>
internal sealed class SqliteStatements : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
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

    /// <summary>The rows of a statement; until they are disposed, what they were read from is kept from being overwritten.</summary>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public SqliteDataReader Read(string sql, params ReadOnlySpan<object?> parameters) => Get(sql, parameters).ExecuteReader();

    /// <summary>Runs a statement to its end.</summary>
    /// <returns>How many rows it wrote; meaningless for a statement that writes none.</returns>
    /// <exception cref="SqliteException">It failed, and wrote nothing.</exception>
    public int Run(string sql, params ReadOnlySpan<object?> parameters) => Get(sql, parameters).ExecuteNonQuery();

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private SqliteCommand Get(string sql, ReadOnlySpan<object?> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _commands[sql] = Make(sql, parameters.Length);
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = SqliteRow.ValueOf(parameters[i]);
        }

        return command;
    }

    private SqliteCommand Make(string sql, int parameters)
    {
        var command = _connection.CreateCommand(); // compiles at its first run, and keeps that
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "@" + PreparedPool.NameOf(i) });
        }

        return command;
    }
}
