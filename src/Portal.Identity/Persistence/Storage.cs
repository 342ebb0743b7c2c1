using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Portal.Identity.Persistence;

/// <summary>The only way to change what is stored: one transaction a change, run again from the start when another one got in first.</summary>
/// <remarks>
/// A change that lost a race (a row changed underneath it, a unique value taken, a deadlock) is rolled back and repeated,
/// so that it sees who won and answers accordingly. The work must therefore have no effect but on the database;
/// what shall happen afterwards is given to <see cref="AfterCommit"/>.
/// </remarks>
public sealed class Storage(PortalDbContext database, WriterGate gate)
{
    private const int MaxAttempts = 8;
    private readonly List<Action> _afterCommit = [];

    /// <summary>Runs the change; joins the transaction of a caller that is in one already.</summary>
    /// <exception cref="DbUpdateException">The change is impossible, not merely late.</exception>
    public async Task<T> WriteAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (database.Database.CurrentTransaction is not null)
        {
            return await work();
        }

        for (var attempt = 1; ; attempt++)
        {
            // A change begins from what is stored: not from what this scope read before, nor from what a change left that failed.
            database.ChangeTracker.Clear();
            _afterCommit.Clear();
            try
            {
                return await RunOnceAsync(work, cancellationToken);
            }
            catch (Exception exception) when (attempt < MaxAttempts && LostARace(exception))
            {
                // Once more, against what the winner stored.
            }
        }
    }

    /// <inheritdoc cref="WriteAsync{T}(Func{Task{T}}, CancellationToken)"/>
    public Task WriteAsync(Func<Task> work, CancellationToken cancellationToken) =>
        WriteAsync(
            async () =>
            {
                await work();
                return true;
            },
            cancellationToken);

    /// <summary>Does something once the change is stored; not at all if it is not.</summary>
    /// <exception cref="InvalidOperationException">There is no change under way.</exception>
    public void AfterCommit(Action action)
    {
        if (database.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("There is no change whose end could be waited for.");
        }

        _afterCommit.Add(action);
    }

    /// <summary>Until the end of the transaction, nobody else holds a lock of this name.</summary>
    /// <remarks>For rules that no constraint can hold. On SQLite the transaction itself excludes every other writer.</remarks>
    public async Task LockAsync(string name, CancellationToken cancellationToken)
    {
        if (database.Database.IsNpgsql())
        {
            await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", cancellationToken);
        }
    }

    private async Task<T> RunOnceAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        T result;
        using (await gate.EnterAsync(cancellationToken))
        {
            // On SQLite a serializable transaction takes the write lock at once, so that it cannot fail half-way for want of it.
            var isolation = database.Database.IsSqlite() ? IsolationLevel.Serializable : IsolationLevel.ReadCommitted;
            await using var transaction = await database.Database.BeginTransactionAsync(isolation, cancellationToken);
            result = await work();
            await database.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        foreach (var action in _afterCommit)
        {
            action();
        }

        _afterCommit.Clear();
        return result;
    }

    /// <summary>Whether a change failed because another one got in first, so that it may be tried again against what that one stored.</summary>
    internal static bool LostARace(Exception exception) => exception switch
    {
        DbUpdateConcurrencyException => true,
        DbUpdateException { InnerException: { } inner } => LostARace(inner),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => true,
        SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } => true, // SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY
        _ => false,
    };
}
