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

    // On SQLite there is one process. A lock shared by several people costs them a wait, no more.
    private readonly SemaphoreSlim[] _local = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly NpgsqlDataSource? _shared = database.Provider == DatabaseProvider.PostgreSql ? NpgsqlDataSource.Create(database.ConnectionString) : null;

    /// <summary>Waits for the turn, which ends when the result is disposed.</summary>
    public async Task<IAsyncDisposable> HoldAsync(Guid userId, CancellationToken cancellationToken)
    {
        var key = KeyOf(userId);
        var local = _local[(uint)key % _local.Length];
        await local.WaitAsync(cancellationToken); // so that this process waits with one connection, however many requests of a person there are
        try
        {
            return new Turn(local, _shared is null ? null : await LockAsync(_shared, key, cancellationToken), key);
        }
        catch
        {
            local.Release();
            throw;
        }
    }

    public void Dispose()
    {
        _shared?.Dispose();
        Array.ForEach(_local, semaphore => semaphore.Dispose());
    }

    private static async Task<NpgsqlConnection> LockAsync(NpgsqlDataSource source, int key, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
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

    private static async Task ReleaseAsync(NpgsqlConnection connection, int key)
    {
        await using (connection)
        {
            try
            {
                await RunAsync(connection, "SELECT pg_advisory_unlock($1, $2)", key, CancellationToken.None);
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
            {
                // The connection is broken, and the lock went with it.
            }
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, int key, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 }; // as long as the caller waits
        command.Parameters.Add(new() { Value = Space });
        command.Parameters.Add(new() { Value = key });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The end of an id is its random part.
    private static int KeyOf(Guid userId)
    {
        Span<byte> bytes = stackalloc byte[16];
        userId.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
    }

    private sealed class Turn(SemaphoreSlim local, NpgsqlConnection? connection, int key) : IAsyncDisposable
    {
        private SemaphoreSlim? _local = local;

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _local, null) is not { } local)
            {
                return;
            }

            try
            {
                if (connection is not null)
                {
                    await ReleaseAsync(connection, key);
                }
            }
            finally
            {
                local.Release();
            }
        }
    }
}
