using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Activity;

/// <summary>What happened to an account, the latest first, a page at a time: security events, and the sessions that began and ended.</summary>
/// <remarks>
/// Every query names the owner. Each source is asked for as much as a page holds, in the order of the list, and the answers are merged; nothing is
/// written for the list alone, so that it cannot disagree with the sessions.
/// </remarks>
public sealed class AccountActivity(PortalDbContext database, AccountSessionList sessions)
{
    public const int PageSize = 20;

    /// <summary>A page. Where the place that was asked for is gone, or the first page is near, it is the first.</summary>
    public async Task<ActivityPart> ReadAsync(Guid userId, ActivityQuery query, CancellationToken cancellationToken)
    {
        var part = await ReadPartAsync(userId, query, cancellationToken);
        return query.Cursor is not null && (part.Happenings.Count == 0 || part.Previous is null) ? await ReadPartAsync(userId, new(), cancellationToken) : part;
    }

    private async Task<ActivityPart> ReadPartAsync(Guid userId, ActivityQuery query, CancellationToken cancellationToken)
    {
        var found = new List<(ActivityRow Row, int Rank)>();
        foreach (var (rank, source) in ActivitySources.Of(database, userId).Index())
        {
            // One more than is shown tells whether there is more.
            var rows = await InOrder(From(source, rank, query), query.IsBackward).Take(PageSize + 1).ToListAsync(cancellationToken);
            found.AddRange(rows.Select(row => (row, rank)));
        }

        var merged = (query.IsBackward
            ? found.OrderBy(entry => entry.Row.At).ThenBy(entry => entry.Row.Id).ThenBy(entry => entry.Rank)
            : found.OrderByDescending(entry => entry.Row.At).ThenByDescending(entry => entry.Row.Id).ThenByDescending(entry => entry.Rank)).Take(PageSize + 1).ToList();
        var hasMore = merged.Count > PageSize;
        merged = [.. merged.Take(PageSize)];
        if (query.IsBackward)
        {
            merged.Reverse();
        }

        if (merged.Count == 0)
        {
            return new([], null, null);
        }

        var known = (await sessions.DescribeAsync(userId, [.. merged.Select(entry => entry.Row.SessionId).OfType<Guid>().Distinct()], cancellationToken)).ToDictionary(session => session.Id);
        List<Happening> happenings = [.. merged.Select(entry => new Happening(entry.Row.Kind, entry.Row.At, entry.Row.IpAddress, entry.Row.SessionId is { } id ? known.GetValueOrDefault(id) : null) { Detail = entry.Row.Detail })];

        // Whoever goes on came from somewhere, and can go back there.
        var (first, last) = (CursorOf(merged[0]), CursorOf(merged[^1]));
        return query.IsBackward ? new(happenings, hasMore ? first : null, last) : new(happenings, query.After is null ? null : first, hasMore ? last : null);
    }

    private static IQueryable<ActivityRow> From(IQueryable<ActivityRow> rows, int rank, ActivityQuery query)
    {
        if (query.Cursor is not { } cursor)
        {
            return rows;
        }

        var (at, id, isBefore, isBehind) = (cursor.At, cursor.Id, rank > cursor.Rank, rank < cursor.Rank);
        return query.IsBackward
            ? rows.Where(row => row.At > at || (row.At == at && (row.Id > id || (row.Id == id && isBefore))))
            : rows.Where(row => row.At < at || (row.At == at && (row.Id < id || (row.Id == id && isBehind))));
    }

    private static IQueryable<ActivityRow> InOrder(IQueryable<ActivityRow> rows, bool isBackward) =>
        isBackward ? rows.OrderBy(row => row.At).ThenBy(row => row.Id) : rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id);

    private static ActivityCursor CursorOf((ActivityRow Row, int Rank) entry) => new(entry.Row.At, entry.Row.Id, entry.Rank);
}
