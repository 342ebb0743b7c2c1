using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Portal.Identity.Persistence;

/// <summary>Changes that come so often that the mapper would cost more than the work: a few prepared statements, all of them or none.</summary>
/// <remarks>
/// No code runs between the statements: what must be true for a change stands in their conditions, and a statement that finds its row changed undoes the whole.
/// On SQLite, where one writes at a time, those who wait share a transaction and its commit; each is undone by itself.
/// </remarks>
public sealed class PreparedWrites : IAsyncDisposable
{
    // Each may hold a connection for as long as it waits for a lock, and reads need some too: more wait here, where it costs nothing.
    private const int MostConnections = 32;

    // Others wait for their turn meanwhile: some milliseconds.
    private const int MostTogether = 64;

    // What is kept to undo a part of a transaction goes into no file.
    private const string WriterPragmas = "PRAGMA temp_store=MEMORY;";

    private readonly DatabaseAddress _address;
    private readonly WriterGate _gate;
    private readonly NpgsqlDataSource? _postgres;
    private readonly SemaphoreSlim _connections = new(MostConnections, MostConnections);
    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly Task _writing = Task.CompletedTask;
    private SqliteStatements? _sqlite;

    public PreparedWrites(DatabaseAddress address, WriterGate gate, PreparedPool pool)
    {
        (_address, _gate, _postgres) = (address, gate, pool.Postgres);
        if (_postgres is null)
        {
            using var _ = ExecutionContext.SuppressFlow(); // it outlives the request that is the first to need it
            _writing = Task.Run(WriteAsync);
        }
    }

    /// <summary>Makes the change, if it can be made as it stands.</summary>
    /// <returns><see langword="false"/>, and nothing was changed, if a statement did not find exactly one row, or a constraint or somebody else stood against it: whoever asks <see cref="Storage"/> learns why.</returns>
    internal Task<bool> TryAsync(CancellationToken cancellationToken, params PreparedStep[] steps)
    {
        if (_postgres is not null)
        {
            return TryOnPostgresAsync(_postgres, steps, cancellationToken);
        }

        var waiting = new Waiting(steps, cancellationToken);
        ObjectDisposedException.ThrowIf(!_waiting.Writer.TryWrite(waiting), this);
        return waiting.Outcome.Task;
    }

    /// <summary>Ends when all that waits is written.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        _sqlite?.Dispose();
    }

    private async Task<bool> TryOnPostgresAsync(NpgsqlDataSource postgres, PreparedStep[] steps, CancellationToken cancellationToken)
    {
        await _connections.WaitAsync(cancellationToken);
        try
        {
            return await TryOnConnectionAsync(postgres, steps, cancellationToken);
        }
        finally
        {
            _connections.Release();
        }
    }

    private static async Task<bool> TryOnConnectionAsync(NpgsqlDataSource postgres, PreparedStep[] steps, CancellationToken cancellationToken)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = connection.CreateBatch();
        foreach (var step in steps)
        {
            batch.BatchCommands.Add(CommandOf(step));
        }

        try
        {
            await batch.PrepareAsync(cancellationToken);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState.StartsWith("23", StringComparison.Ordinal) || Storage.LostARace(exception)) // 23: a constraint
        {
            return false; // the transaction ends with its connection
        }

        for (var i = 0; i < steps.Length; i++)
        {
            if (!steps[i].Write.MayMiss && batch.BatchCommands[i].RecordsAffected != 1)
            {
                await transaction.RollbackAsync(CancellationToken.None);
                return false;
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static NpgsqlBatchCommand CommandOf(PreparedStep step)
    {
        var command = new NpgsqlBatchCommand(step.Write.Postgres);
        for (var i = 0; i < step.Parameters.Length; i++)
        {
            var name = PreparedPool.NameOf(i);
            command.Parameters.Add(step.Parameters[i] is { } value ? new(name, value) : new NpgsqlParameter(name, NpgsqlDbType.Text) { Value = DBNull.Value });
        }

        return command;
    }

    private async Task WriteAsync()
    {
        await foreach (var first in _waiting.Reader.ReadAllAsync())
        {
            List<Waiting> together = [first];
            try
            {
                using (await _gate.EnterAsync(CancellationToken.None))
                {
                    // Only now: whoever came while another writer had its turn is among them.
                    while (together.Count < MostTogether && _waiting.Reader.TryRead(out var next))
                    {
                        together.Add(next);
                    }

                    // Whoever gave up meanwhile comes again, and must find everything as it was.
                    together.RemoveAll(waiting => waiting.CancellationToken.IsCancellationRequested && waiting.Outcome.TrySetCanceled(waiting.CancellationToken));
                    Write(together);
                }

                together.ForEach(waiting => waiting.Outcome.SetResult(waiting.IsDone));
            }
            catch (Exception exception)
            {
                together.ForEach(waiting => waiting.Outcome.TrySetException(exception));
            }
        }
    }

    private void Write(List<Waiting> together)
    {
        _sqlite ??= new SqliteStatements(_address.ConnectionString, WriterPragmas);
        try
        {
            _sqlite.Run("BEGIN IMMEDIATE");
            foreach (var waiting in together)
            {
                waiting.IsDone = TryOne(_sqlite, waiting.Steps);
            }

            _sqlite.Run("COMMIT");
        }
        catch
        {
            // Whatever state it is in: without its connection there is no transaction.
            _sqlite.Dispose();
            _sqlite = null;
            throw;
        }
    }

    private static bool TryOne(SqliteStatements sqlite, PreparedStep[] steps)
    {
        sqlite.Run("SAVEPOINT one");
        var isDone = HaveAllHit(sqlite, steps);
        if (!isDone)
        {
            sqlite.Run("ROLLBACK TO one");
        }

        sqlite.Run("RELEASE one");
        return isDone;
    }

    private static bool HaveAllHit(SqliteStatements sqlite, PreparedStep[] steps)
    {
        try
        {
            foreach (var (write, parameters) in steps)
            {
                if (write.Sqlite is { } sql && sqlite.Run(sql, parameters) != 1 && !write.MayMiss)
                {
                    return false;
                }
            }

            return true;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == 19) // SQLITE_CONSTRAINT
        {
            return false;
        }
    }

    private sealed class Waiting(PreparedStep[] steps, CancellationToken cancellationToken)
    {
        public PreparedStep[] Steps { get; } = steps;

        public CancellationToken CancellationToken { get; } = cancellationToken;

        public bool IsDone { get; set; }

        // Whoever waits goes on elsewhere: the writer has others to serve.
        public TaskCompletionSource<bool> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
