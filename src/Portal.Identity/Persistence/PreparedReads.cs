using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Portal.Identity.Persistence;

/// <summary>Reads that come so often that a context would cost more than the answer: each is one statement, prepared once a connection.</summary>
/// <remarks>They always ask the database: an answer from memory could outlive a sign-out.</remarks>
public sealed class PreparedReads(DatabaseAddress address) : IAsyncDisposable
{
    private readonly ConcurrentBag<SqliteReads> _idle = [];
    private readonly NpgsqlDataSource? _postgres = address.OpenPostgresPool();

    /// <summary>What the statement makes of the first row; nothing if there is none.</summary>
    /// <param name="parameters">Ids, hashes and texts, in the order of their numbers.</param>
    internal ValueTask<T?> FindAsync<T>(PreparedRead<T> read, CancellationToken cancellationToken, params ReadOnlySpan<object> parameters)
        where T : class =>
        _postgres is null ? new(AskSqlite(read, parameters, First)) : AskPostgresAsync(_postgres, read, parameters.ToArray(), FirstAsync, cancellationToken);

    /// <summary>What the statement makes of each row.</summary>
    /// <inheritdoc cref="FindAsync"/>
    internal ValueTask<List<T>> ListAsync<T>(PreparedRead<T> read, CancellationToken cancellationToken, params ReadOnlySpan<object> parameters)
        where T : class =>
        _postgres is null ? new(AskSqlite(read, parameters, All)) : AskPostgresAsync(_postgres, read, parameters.ToArray(), AllAsync, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var reads))
        {
            reads.Dispose();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    private TAnswer AskSqlite<T, TAnswer>(PreparedRead<T> read, ReadOnlySpan<object> parameters, Func<PreparedRead<T>, SqliteDataReader, TAnswer> take)
        where T : class
    {
        var reads = _idle.TryTake(out var idle) ? idle : new SqliteReads(address.ConnectionString);
        try
        {
            using var reader = reads.Command(read.Sql, parameters).ExecuteReader();
            return take(read, reader);
        }
        finally
        {
            _idle.Add(reads);
        }
    }

    private static T? First<T>(PreparedRead<T> read, SqliteDataReader reader)
        where T : class =>
        reader.Read() ? read.Read(new(reader, DatabaseProvider.Sqlite)) : null;

    private static List<T> All<T>(PreparedRead<T> read, SqliteDataReader reader)
        where T : class
    {
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read.Read(new(reader, DatabaseProvider.Sqlite)));
        }

        return rows;
    }

    private static async ValueTask<TAnswer> AskPostgresAsync<T, TAnswer>(
        NpgsqlDataSource source, PreparedRead<T> read, object[] parameters, Func<PreparedRead<T>, NpgsqlDataReader, CancellationToken, Task<TAnswer>> take, CancellationToken cancellationToken)
        where T : class
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = read.Sql;
        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters.Add(new(NameOf(i), parameters[i]));
        }

        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await take(read, reader, cancellationToken);
    }

    private static async Task<T?> FirstAsync<T>(PreparedRead<T> read, NpgsqlDataReader reader, CancellationToken cancellationToken)
        where T : class =>
        await reader.ReadAsync(cancellationToken) ? read.Read(new(reader, DatabaseProvider.PostgreSql)) : null;

    private static async Task<List<T>> AllAsync<T>(PreparedRead<T> read, NpgsqlDataReader reader, CancellationToken cancellationToken)
        where T : class
    {
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read.Read(new(reader, DatabaseProvider.PostgreSql)));
        }

        return rows;
    }

    private static string NameOf(int parameter) => parameter switch
    {
        0 => "p0",
        1 => "p1",
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "No statement has so many parameters."),
    };

    /// <summary>One connection with the statements that were asked on it; used by one request at a time.</summary>
    private sealed class SqliteReads : IDisposable
    {
        private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
        private readonly SqliteConnection _connection;

        public SqliteReads(string connectionString)
        {
            _connection = new SqliteConnection(connectionString);
            _connection.Open();
            using var pragmas = _connection.CreateCommand();
            pragmas.CommandText = SqliteConnections.Pragmas;
            pragmas.ExecuteNonQuery();
        }

        public SqliteCommand Command(string sql, ReadOnlySpan<object> parameters)
        {
            if (!_commands.TryGetValue(sql, out var command))
            {
                command = _commands[sql] = Prepare(sql, parameters);
            }

            for (var i = 0; i < parameters.Length; i++)
            {
                command.Parameters[i].Value = parameters[i] is Guid id ? id.ToByteArray(bigEndian: true) : parameters[i];
            }

            return command;
        }

        public void Dispose()
        {
            foreach (var command in _commands.Values)
            {
                command.Dispose();
            }

            _connection.Dispose();
        }

        private SqliteCommand Prepare(string sql, ReadOnlySpan<object> parameters)
        {
            var command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < parameters.Length; i++)
            {
                command.Parameters.Add("@" + NameOf(i), parameters[i] is string ? SqliteType.Text : SqliteType.Blob);
            }

            command.Prepare();
            return command;
        }
    }
}
