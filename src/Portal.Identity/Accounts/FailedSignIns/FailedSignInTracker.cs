using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.FailedSignIns;

/// <summary>Counts wrong passwords and writes the counts down now and then, not while somebody waits for an answer: trying passwords costs no statement, whether anybody has the name or not.</summary>
/// <remarks>What a process had not written down when it was killed is lost: a minute's.</remarks>
public sealed class FailedSignInTracker(IServiceScopeFactory scopes)
{
    /// <summary>Most counts that wait to be written; what comes beyond is not counted.</summary>
    internal const int MostPending = 10_000;

    private readonly ConcurrentDictionary<(Guid UserId, string IpAddress, DateTimeOffset Hour), Tries> _pending = new();

    /// <summary>Notes a wrong password.</summary>
    /// <param name="userId">None for a name that nobody has, of which nothing is kept.</param>
    public void Record(Guid? userId, Requester requester, DateTimeOffset at)
    {
        if (userId is { } id)
        {
            Add((id, requester.AddressText ?? FailedSignIn.Elsewhere, FailedSignIn.HourOf(at)), new Tries(1, at));
        }
    }

    /// <summary>Writes down what was counted; what cannot be written is kept for the next time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var batch = new Dictionary<(Guid UserId, string IpAddress, DateTimeOffset Hour), Tries>();
        foreach (var key in _pending.Keys)
        {
            if (_pending.TryRemove(key, out var tries))
            {
                batch[key] = tries;
            }
        }

        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(() => WriteAsync(database, batch, cancellationToken), cancellationToken);
        }
        catch
        {
            foreach (var (key, tries) in batch)
            {
                Add(key, tries);
            }

            throw;
        }
    }

    private void Add((Guid UserId, string IpAddress, DateTimeOffset Hour) key, Tries tries)
    {
        if (_pending.ContainsKey(key) || _pending.Count < MostPending)
        {
            _pending.AddOrUpdate(key, static (_, more) => more, static (_, sum, more) => new(sum.Count + more.Count, sum.LastAt > more.LastAt ? sum.LastAt : more.LastAt), tries);
        }
    }

    private static async Task WriteAsync(PortalDbContext database, Dictionary<(Guid UserId, string IpAddress, DateTimeOffset Hour), Tries> batch, CancellationToken cancellationToken)
    {
        // In one order everywhere, so that two processes never wait for each other; of two that write a row first, one does it again.
        foreach (var group in batch.GroupBy(entry => (entry.Key.UserId, entry.Key.Hour)).OrderBy(group => group.Key))
        {
            var (userId, hour) = group.Key;
            var rows = await database.FailedSignIns.AsNoTracking().Where(row => row.UserId == userId && row.Hour == hour).Select(row => row.IpAddress).ToListAsync(cancellationToken);
            var (known, room) = (rows.ToHashSet(StringComparer.Ordinal), FailedSignIn.MostPlaces - rows.Count(address => address != FailedSignIn.Elsewhere));
            var strangers = group.Where(entry => !known.Contains(entry.Key.IpAddress) && entry.Key.IpAddress != FailedSignIn.Elsewhere)
                .OrderBy(entry => entry.Key.IpAddress, StringComparer.Ordinal).Take(Math.Max(0, room)).Select(entry => entry.Key.IpAddress);
            known.UnionWith(strangers);
            foreach (var place in group.GroupBy(entry => known.Contains(entry.Key.IpAddress) ? entry.Key.IpAddress : FailedSignIn.Elsewhere).OrderBy(place => place.Key, StringComparer.Ordinal))
            {
                var (count, lastAt) = (place.Sum(entry => entry.Value.Count), place.Max(entry => entry.Value.LastAt));
                var updated = await database.FailedSignIns.Where(row => row.UserId == userId && row.Hour == hour && row.IpAddress == place.Key)
                    .ExecuteUpdateAsync(row => row.SetProperty(failed => failed.Count, failed => failed.Count + count).SetProperty(failed => failed.LastAt, lastAt), cancellationToken);
                if (updated == 0)
                {
                    database.FailedSignIns.Add(FailedSignIn.First(userId, place.Key, hour, count, lastAt));
                }
            }
        }
    }

    private readonly record struct Tries(int Count, DateTimeOffset LastAt);
}
