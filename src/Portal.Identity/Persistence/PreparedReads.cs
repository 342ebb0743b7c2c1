using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Portal.Identity.Persistence;

/// <summary>Reads that come so often that a context would cost more than the answer: each is one statement, prepared once a connection.</summary>
/// <remarks>They always ask the database: an answer from memory could outlive a sign-out.</remarks>
public sealed class PreparedReads(DatabaseAddress address, PreparedPool pool) : IDisposable
{
    private readonly ConcurrentBag<SqliteStatements> _idle = [];

    /// <summary>What the statement makes of the first row; nothing if there is none.</summary>
    /// <param name="parameters">Ids, hashes and texts, in the order of their numbers.</param>
    internal ValueTask<T?> FindAsync<T>(PreparedRead<T> read, CancellationToken cancellationToken, params ReadOnlySpan<object> parameters)
        where T : class =>
        pool.Postgres is null ? new(AskSqlite(read, parameters, First)) : AskPostgresAsync(pool.Postgres, read, parameters.ToArray(), FirstAsync, cancellationToken);

    /// <summary>What the statement makes of each row.</summary>
    /// <inheritdoc cref="FindAsync"/>
    internal ValueTask<List<T>> ListAsync<T>(PreparedRead<T> read, CancellationToken cancellationToken, params ReadOnlySpan<object> parameters)
        where T : class =>
        pool.Postgres is null ? new(AskSqlite(read, parameters, All)) : AskPostgresAsync(pool.Postgres, read, parameters.ToArray(), AllAsync, cancellationToken);

    public void Dispose()
    {
        while (_idle.TryTake(out var reads))
        {
            reads.Dispose();
        }
    }

    private TAnswer AskSqlite<T, TAnswer>(PreparedRead<T> read, ReadOnlySpan<object> parameters, Func<PreparedRead<T>, SqliteDataReader, TAnswer> take)
        where T : class
    {
        var reads = _idle.TryTake(out var idle) ? idle : new SqliteStatements(address.ConnectionString);
        try
        {
            using var rows = reads.Read(read.Sql, parameters!);
            return take(read, rows);
        }
        finally
        {
            _idle.Add(reads);
        }
    }

    private static T? First<T>(PreparedRead<T> read, SqliteDataReader reader)
        where T : class =>
        reader.Read() ? read.Read(new SqliteRow(reader)) : null;

    private static List<T> All<T>(PreparedRead<T> read, SqliteDataReader reader)
        where T : class
    {
        var row = new SqliteRow(reader);
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read.Read(row));
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
            command.Parameters.Add(new(PreparedPool.NameOf(i), parameters[i]));
        }

        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await take(read, reader, cancellationToken);
    }

    private static async Task<T?> FirstAsync<T>(PreparedRead<T> read, NpgsqlDataReader reader, CancellationToken cancellationToken)
        where T : class =>
        await reader.ReadAsync(cancellationToken) ? read.Read(new PostgresRow(reader)) : null;

    private static async Task<List<T>> AllAsync<T>(PreparedRead<T> read, NpgsqlDataReader reader, CancellationToken cancellationToken)
        where T : class
    {
        var row = new PostgresRow(reader);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read.Read(row));
        }

        return rows;
    }
}
