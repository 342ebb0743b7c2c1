using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Persistence;

namespace Portal.Identity.Sessions;

/// <summary>Remembers when sessions were last used and writes it down now and then, not at every request (operations contract, section 10).</summary>
public sealed class ActivityTracker(IServiceScopeFactory scopes)
{
    private readonly ConcurrentDictionary<(AccountSessionKind Kind, Guid Id), Activity> _pending = new();

    /// <summary>Notes a use. It never moves the time back, and an unknown address never replaces a known one.</summary>
    public void Record(AccountSessionKind kind, Guid sessionId, DateTimeOffset at, string? address)
    {
        if (_pending.TryGetValue((kind, sessionId), out var known) && known.At >= at && (address is null || address == known.Address))
        {
            return;
        }

        _pending.AddOrUpdate(
            (kind, sessionId),
            static (_, latest) => latest,
            static (_, earlier, latest) => new(latest.At > earlier.At ? latest.At : earlier.At, latest.Address ?? earlier.Address),
            new Activity(at, address));
    }

    /// <summary>Writes down what was noted; what cannot be written is kept for the next time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var batch = new Dictionary<(AccountSessionKind Kind, Guid Id), Activity>();
        foreach (var key in _pending.Keys)
        {
            if (_pending.TryRemove(key, out var activity))
            {
                batch[key] = activity;
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
            await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(
                async () =>
                {
                    // In one order everywhere, so that two processes never wait for each other.
                    foreach (var ((kind, id), activity) in batch.OrderBy(entry => entry.Key.Id))
                    {
                        await WriteAsync(database, kind, id, activity, cancellationToken);
                    }
                },
                cancellationToken);
        }
        catch
        {
            foreach (var ((kind, id), activity) in batch)
            {
                Record(kind, id, activity.At, activity.Address);
            }

            throw;
        }
    }

    private static Task<int> WriteAsync(PortalDbContext database, AccountSessionKind kind, Guid id, Activity activity, CancellationToken cancellationToken) => kind switch
    {
        AccountSessionKind.Browser => database.BrowserSessions.Where(session => session.Id == id && (session.LastActiveAt == null || session.LastActiveAt < activity.At))
            .ExecuteUpdateAsync(
                session => session.SetProperty(row => row.LastActiveAt, activity.At).SetProperty(row => row.LastActiveIp, row => activity.Address ?? row.LastActiveIp),
                cancellationToken),
        AccountSessionKind.OAuth => database.OAuthSessions.Where(session => session.Id == id && (session.LastActiveAt == null || session.LastActiveAt < activity.At))
            .ExecuteUpdateAsync(
                session => session.SetProperty(row => row.LastActiveAt, activity.At).SetProperty(row => row.LastActiveIp, row => activity.Address ?? row.LastActiveIp),
                cancellationToken),
        AccountSessionKind.Personal => database.PersonalSessions.Where(session => session.Id == id && (session.LastActiveAt == null || session.LastActiveAt < activity.At))
            .ExecuteUpdateAsync(
                session => session.SetProperty(row => row.LastActiveAt, activity.At).SetProperty(row => row.LastActiveIp, row => activity.Address ?? row.LastActiveIp),
                cancellationToken),
        _ => database.LegacySessions.Where(session => session.Id == id && (session.LastActiveAt == null || session.LastActiveAt < activity.At))
            .ExecuteUpdateAsync(
                session => session.SetProperty(row => row.LastActiveAt, activity.At).SetProperty(row => row.LastActiveIp, row => activity.Address ?? row.LastActiveIp),
                cancellationToken),
    };

    private sealed record Activity(DateTimeOffset At, string? Address);
}
