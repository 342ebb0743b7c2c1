using Microsoft.Extensions.Logging;
using Portal.Identity.Jose;
using Portal.Identity.Outbound;

namespace Portal.Identity.Clients;

/// <summary>The key sets that clients publish (<c>jwks_uri</c>, RFC 7591 §2), fetched when they are needed and kept for a while.</summary>
/// <remarks>Requests that need one at the same time share one fetch.</remarks>
public sealed partial class ClientKeySets(OutboundClient outbound, TimeProvider clock, ILogger<ClientKeySets> logger)
{
    /// <summary>How long a key set is believed; a key that was withdrawn works no longer than that.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>How soon a key set may be fetched again: by clients that have a new key, and by everybody who sends nonsense.</summary>
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(30);

    /// <summary>Longest accepted key set, in bytes.</summary>
    public const int MaximumLength = 64 * 1024;

    private const int MaximumEntries = 250;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The keys; <see langword="null"/> if they cannot be had.</summary>
    /// <param name="newer">The keys that are known do not fit: fetch them again, unless that was done a moment ago.</param>
    public async Task<PublicKeySet?> GetAsync(string address, bool newer, CancellationToken cancellationToken) =>
        (await FindOrFetch(address, newer).WaitAsync(cancellationToken))?.Keys;

    private Task<Fetched?> FindOrFetch(string address, bool newer)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            var known = _entries.GetValueOrDefault(address);
            if (known is not null && !IsDue(known, newer, now))
            {
                return known.Result;
            }

            if (known is null && _entries.Count >= MaximumEntries)
            {
                _entries.Remove(_entries.MinBy(entry => entry.Value.RequestedAt).Key);
            }

            var fetching = FetchAsync(address, known is not null && IsFresh(known, now) ? known.Result.Result : null, now);
            _entries[address] = new Entry(now, fetching);
            return fetching;
        }
    }

    private static bool IsDue(Entry entry, bool newer, DateTimeOffset now) =>
        entry.Result.IsCompleted && (newer || !IsFresh(entry, now)) && now - entry.RequestedAt >= ShortestInterval;

    private static bool IsFresh(Entry entry, DateTimeOffset now) =>
        entry.Result is { IsCompletedSuccessfully: true, Result: { } fetched } && now - fetched.At < Lifetime;

    /// <summary>For everybody who waits, so that none of them can end it.</summary>
    /// <param name="known">What to go on with if it fails.</param>
    private async Task<Fetched?> FetchAsync(string address, Fetched? known, DateTimeOffset now)
    {
        var result = await outbound.FetchAsync(address, "application/json", MaximumLength, Timeout, CancellationToken.None);
        if (!result.Succeeded)
        {
            LogNotFetched(result.Reason);
            return known;
        }

        if (!PublicKeySet.TryParse(result.Document.Body, out var keys))
        {
            LogNotFetched("the answer is no key set");
            return known;
        }

        return new Fetched(keys, now);
    }

    private sealed record Fetched(PublicKeySet Keys, DateTimeOffset At);

    private sealed record Entry(DateTimeOffset RequestedAt, Task<Fetched?> Result);

    [LoggerMessage(2401, LogLevel.Warning, "Could not get the key set of a client: {Reason}.")]
    private partial void LogNotFetched(string reason);
}
