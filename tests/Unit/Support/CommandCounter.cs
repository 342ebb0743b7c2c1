using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Persistence;

namespace Portal.Tests.Unit.Support;

/// <summary>Counts what a host sends to its database.</summary>
internal sealed class CommandCounter : DbCommandInterceptor
{
    private readonly CommitCounter _commits = new();
    private readonly ConcurrentQueue<string> _statements = new();
    private int _updates;
    private int _reads;

    public int Updates => _updates;

    /// <summary>Queries.</summary>
    public int Reads => _reads;

    /// <summary>Transactions that changed something for good, or could have.</summary>
    public int Commits => _commits.Count;

    /// <summary>Every statement since <see cref="Clear"/>, in order, without its values.</summary>
    public IReadOnlyList<string> Statements => [.. _statements];

    public void Clear() => _statements.Clear();

    public void AddTo(IServiceCollection services)
    {
        services.ConfigureDbContext<SqlitePortalDbContext>(options => options.AddInterceptors(this, _commits));
        services.ConfigureDbContext<PostgresPortalDbContext>(options => options.AddInterceptors(this, _commits));
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        _statements.Enqueue(command.CommandText);
        if (command.CommandText.StartsWith("UPDATE", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _updates);
        }

        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _statements.Enqueue(command.CommandText);
        if (command.CommandText.StartsWith("SELECT", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _reads);
        }

        return ValueTask.FromResult(result);
    }

    private sealed class CommitCounter : DbTransactionInterceptor
    {
        private int _count;

        public int Count => _count;

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return ValueTask.FromResult(result);
        }
    }
}
