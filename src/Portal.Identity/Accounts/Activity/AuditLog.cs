using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts.FailedSignIns;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts.Activity;

/// <summary>All that happened to accounts, the oldest first, for the operator (docs/operators/audit.md). However much there is, little of it is in memory.</summary>
public sealed class AuditLog(PortalDbContext database)
{
    /// <summary>How many rows of each source are read at once.</summary>
    internal const int BatchSize = 500;

    /// <param name="userId">Of one account only; none for all.</param>
    /// <param name="since">What happened before is left out; none for all that is kept.</param>
    public async IAsyncEnumerable<AuditEntry> ReadAsync(Guid? userId, DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sources = SourcesOf(userId, since).Select(rows => new Source(rows)).ToList();
        while (true)
        {
            Source? first = null;
            foreach (var source in sources)
            {
                // Of what happened at the same time, the source that comes first: what ended has begun before.
                if (await source.PeekAsync(cancellationToken) is { } row && (first?.Current is not { } earliest || row.At < earliest.At))
                {
                    first = source;
                }
            }

            if (first is null)
            {
                yield break;
            }

            var next = first.Take();
            yield return AuditEntry.Of(next, await NameOfAsync(next.UserId, cancellationToken));
        }
    }

    private IEnumerable<IQueryable<ActivityRow>> SourcesOf(Guid? userId, DateTimeOffset? since)
    {
        var failures = database.FailedSignIns.AsNoTracking();
        failures = userId is { } id ? failures.Where(failed => failed.UserId == id) : failures;
        var sources = ActivitySources.Of(database, userId)
            .Append(failures.Select(failed => new ActivityRow { At = failed.LastAt, Id = failed.Id, UserId = failed.UserId, Kind = Happening.SignInFailed, IpAddress = failed.IpAddress == FailedSignIn.Elsewhere ? null : failed.IpAddress, Count = failed.Count }));
        return since is { } earliest ? sources.Select(rows => rows.Where(row => row.At >= earliest)) : sources;
    }

    private string _name = "";
    private Guid _named;

    // Lines of one account often follow each other.
    private async Task<string> NameOfAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (_named != userId)
        {
            (_name, _named) = (await database.Users.Where(user => user.Id == userId).Select(user => user.UserName!).SingleAsync(cancellationToken), userId);
        }

        return _name;
    }

    /// <summary>The rows of one source in the order of time, a batch at a time.</summary>
    private sealed class Source(IQueryable<ActivityRow> rows)
    {
        private readonly Queue<ActivityRow> _batch = new();
        private ActivityRow? _last;
        private bool _isOver;

        public ActivityRow? Current => _batch.TryPeek(out var row) ? row : null;

        public async Task<ActivityRow?> PeekAsync(CancellationToken cancellationToken)
        {
            if (_batch.Count == 0 && !_isOver)
            {
                var (at, id) = (_last?.At ?? DateTimeOffset.UnixEpoch, _last?.Id ?? Guid.Empty);
                var batch = await rows.Where(row => row.At > at || (row.At == at && row.Id > id)).OrderBy(row => row.At).ThenBy(row => row.Id).Take(BatchSize).ToListAsync(cancellationToken);
                batch.ForEach(_batch.Enqueue);
                _isOver = batch.Count < BatchSize;
            }

            return Current;
        }

        public ActivityRow Take() => _last = _batch.Dequeue();
    }
}
