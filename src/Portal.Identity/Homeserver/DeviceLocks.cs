using System.Buffers.Binary;
using Npgsql;
using Portal.Identity.Persistence;

namespace Portal.Identity.Homeserver;

/// <summary>Of one person, one at a time and in all processes: beginning a session with a device, and making the homeserver's devices equal to the sessions.</summary>
/// <remarks>
/// Without it the homeserver could be told to drop a device whose session is about to be stored. It is no part of a transaction, so that none
/// waits for the homeserver: whoever needs both takes the lock first.
/// </remarks>
public sealed class DeviceLocks(DatabaseAddress database) : IDisposable
{
    // Locks that a transaction takes (Storage.LockAsync) have one number; these have two, and cannot meet them.
    private const int Space = 0x44455649;

    private const int MostConnections = 32;

    // Each holds a connection for as long as the homeserver takes: others wait here, where it costs nothing.
    private readonly SemaphoreSlim _connections = new(MostConnections, MostConnections);

    // On SQLite there is one process, and these are all.
    private readonly Dictionary<Guid, Queue> _local = [];
    private readonly NpgsqlDataSource? _shared = database.OpenPostgresPool();

    /// <summary>Waits for the turn, which ends when the result is disposed.</summary>
    public async Task<IAsyncDisposable> HoldAsync(Guid userId, CancellationToken cancellationToken)
    {
        // So that this process waits with one connection, however many requests of a person there are.
        var queue = Enter(userId);
        try
        {
            await queue.Gate.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(userId, queue);
            throw;
        }

        try
        {
            var key = KeyOf(userId);
            return new Turn(this, userId, queue, _shared is null ? null : await LockAsync(_shared, key, cancellationToken), key);
        }
        catch
        {
            queue.Gate.Release();
            Leave(userId, queue);
            throw;
        }
    }

    public void Dispose()
    {
        _shared?.Dispose();
    }

    private Queue Enter(Guid userId)
    {
        lock (_local)
        {
            if (!_local.TryGetValue(userId, out var queue))
            {
                queue = _local[userId] = new Queue();
            }

            queue.Length++;
            return queue;
        }
    }

    private void Leave(Guid userId, Queue queue)
    {
        lock (_local)
        {
            if (--queue.Length == 0)
            {
                _local.Remove(userId);
            }
        }
    }

    private async Task<NpgsqlConnection> LockAsync(NpgsqlDataSource source, int key, CancellationToken cancellationToken)
    {
        await _connections.WaitAsync(cancellationToken);
        NpgsqlConnection connection;
        try
        {
            connection = await source.OpenConnectionAsync(cancellationToken);
        }
        catch
        {
            _connections.Release();
            throw;
        }

        try
        {
            await RunAsync(connection, "SELECT pg_advisory_lock($1, $2)", key, cancellationToken);
            return connection;
        }
        catch
        {
            await ReleaseAsync(connection, key); // it may have been granted in the moment in which the caller gave up
            throw;
        }
    }

    private async Task ReleaseAsync(NpgsqlConnection connection, int key)
    {
        try
        {
            await UnlockAsync(connection, key);
        }
        finally
        {
            _connections.Release();
        }
    }

    private async Task UnlockAsync(NpgsqlConnection connection, int key)
    {
        await using (connection)
        {
            try
            {
                await RunAsync(connection, "SELECT pg_advisory_unlock($1, $2)", key, CancellationToken.None);
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
            {
                _shared!.Clear(); // the lock goes with the connection, which is used no more
            }
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, int key, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 }; // as long as the caller waits
        command.Parameters.Add(new() { Value = Space });
        command.Parameters.Add(new() { Value = key });
        await command.PrepareAsync(cancellationToken);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The end of an id is its random part.
    private static int KeyOf(Guid userId)
    {
        Span<byte> bytes = stackalloc byte[16];
        userId.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
    }

    /// <summary>Who waits for a person's turn, and who has it; only as long as there is anybody.</summary>
    private sealed class Queue
    {
        public SemaphoreSlim Gate { get; } = new(1, 1); // never asked for its handle, so that there is nothing to dispose of

        public int Length { get; set; }
    }

    private sealed class Turn(DeviceLocks locks, Guid userId, Queue queue, NpgsqlConnection? connection, int key) : IAsyncDisposable
    {
        private Queue? _queue = queue;

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _queue, null) is not { } queue)
            {
                return;
            }

            try
            {
                if (connection is not null)
                {
                    await locks.ReleaseAsync(connection, key);
                }
            }
            finally
            {
                queue.Gate.Release();
                locks.Leave(userId, queue);
            }
        }
    }
}
