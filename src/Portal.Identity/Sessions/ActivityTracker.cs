using System.Collections.Concurrent;
using Portal.Identity.Persistence;

namespace Portal.Identity.Sessions;

/// <summary>Remembers when sessions were last used and writes it down now and then, not at every request (operations contract, section 10).</summary>
public sealed class ActivityTracker(PreparedWrites writes)
{
    /// <summary>How long after the use that is written down another may stay in memory alone: less than the shortest time after which unused sessions end.</summary>
    internal static readonly TimeSpan MostBehind = InactivityExpiryOptions.Shortest / 2;

    // Others want to write meanwhile.
    private const int RowsPerChange = 50;

    private static readonly PreparedWrite OfBrowser = Touch("browser_sessions");
    private static readonly PreparedWrite OfOAuth = Touch("oauth_sessions");
    private static readonly PreparedWrite OfLegacy = Touch("legacy_sessions");
    private static readonly PreparedWrite OfPersonal = Touch("personal_sessions");

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

    /// <summary>The same at once, as a step of a change.</summary>
    internal static PreparedStep Write(AccountSessionKind kind, Guid sessionId, DateTimeOffset at, string? address) => StatementFor(kind).With(sessionId, at, address);

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

        try
        {
            // In one order everywhere, so that two processes never wait for each other.
            foreach (var part in batch.OrderBy(entry => entry.Key.Id).Chunk(RowsPerChange).ToList())
            {
                if (await writes.TryAsync(cancellationToken, Array.ConvertAll(part, entry => Write(entry.Key.Kind, entry.Key.Id, entry.Value.At, entry.Value.Address))))
                {
                    Array.ForEach(part, entry => batch.Remove(entry.Key));
                }
            }
        }
        finally
        {
            foreach (var ((kind, id), activity) in batch)
            {
                Record(kind, id, activity.At, activity.Address);
            }
        }
    }

    private static PreparedWrite StatementFor(AccountSessionKind kind) => kind switch
    {
        AccountSessionKind.Browser => OfBrowser,
        AccountSessionKind.OAuth => OfOAuth,
        AccountSessionKind.Personal => OfPersonal,
        _ => OfLegacy,
    };

    private static PreparedWrite Touch(string table) => new(
        $"UPDATE {table} SET last_active_at = @p1, last_active_ip = COALESCE(@p2, last_active_ip) WHERE id = @p0 AND (last_active_at IS NULL OR last_active_at < @p1)")
    {
        MayMiss = true, // the session is gone, or somebody knows of a later use
    };

    private sealed record Activity(DateTimeOffset At, string? Address);
}
