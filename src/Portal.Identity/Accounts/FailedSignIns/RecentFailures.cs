using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts.FailedSignIns;

/// <summary>What the owner of an account is shown of wrong passwords that were given for it: apart from what happened to the account, so that nobody can push that out of sight.</summary>
public sealed class RecentFailures(PortalDbContext database, TimeProvider clock)
{
    /// <summary>How far back it goes.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(7);

    /// <summary>Most places that are named.</summary>
    public const int MostPlaces = 5;

    /// <summary>By place, where it was tried last first; then all others together.</summary>
    public async Task<IReadOnlyList<FailuresOfPlace>> ReadAsync(Guid userId, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - Span;
        var rows = await database.FailedSignIns.AsNoTracking().Where(row => row.UserId == userId && row.LastAt > since).ToListAsync(cancellationToken);
        var named = rows.Where(row => row.IpAddress != FailedSignIn.Elsewhere).GroupBy(row => row.IpAddress, StringComparer.Ordinal)
            .Select(place => new FailuresOfPlace(place.Key, place.Sum(row => row.Count), place.Max(row => row.LastAt)))
            .OrderByDescending(place => place.LastAt).ThenBy(place => place.IpAddress, StringComparer.Ordinal).Take(MostPlaces).ToList();
        var rest = rows.Where(row => !named.Exists(place => place.IpAddress == row.IpAddress)).ToList();
        return rest.Count == 0 ? named : [.. named, new FailuresOfPlace(null, rest.Sum(row => row.Count), rest.Max(row => row.LastAt))];
    }
}

/// <summary>How often a wrong password was given somewhere.</summary>
/// <param name="IpAddress">None where no one place is meant.</param>
public sealed record FailuresOfPlace(string? IpAddress, int Count, DateTimeOffset LastAt);
