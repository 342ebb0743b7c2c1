using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Legacy;
using Portal.Identity.Persistence;
using Portal.Identity.Retention;

namespace Portal.Identity.Sessions;

/// <summary>"Where you're signed in": a person's browsers and apps in one list, a page at a time.</summary>
/// <remarks>
/// Every query names the owner: somebody else's session looks exactly like one that does not exist. Each kind is asked for as much as a page
/// holds, in the order of the list, and the answers are merged; ids begin with the time, so that the order of ids is that of signing in.
/// </remarks>
public sealed class AccountSessionList(PortalDbContext database, IOptions<RetentionOptions> retention, TimeProvider clock)
{
    /// <summary>Most sessions on a page, and most that are named before they end.</summary>
    public const int PageSize = 20;

    /// <summary>How long ended sessions stay in the list, so that a person can look things up.</summary>
    public TimeSpan EndedShownFor => retention.Value.EndedSessions;

    private const string NativeApplication = "native";

    /// <summary>A page. Where the place that was asked for is gone, or the first page is near, it is the first.</summary>
    /// <param name="hereId">The browser session that asks.</param>
    public async Task<AccountSessionPage> ReadAsync(Guid userId, Guid hereId, SessionQuery query, CancellationToken cancellationToken)
    {
        var page = await ReadPageAsync(userId, hereId, query, cancellationToken);
        if (query.Cursor is not null && (page.Sessions.Count == 0 || page.Previous is null))
        {
            query = query.FromStart;
            page = await ReadPageAsync(userId, hereId, query, cancellationToken);
        }

        return query is { Cursor: null, Unused: false, Kinds: not SessionKinds.Apps }
            ? page with { Here = await FindAsync(userId, new(AccountSessionKind.Browser, hereId), cancellationToken) }
            : page;
    }

    /// <summary>How many are active.</summary>
    /// <param name="hereId">As of <see cref="ReadAsync"/>.</param>
    public async Task<SessionCounts> CountAsync(Guid userId, Guid hereId, CancellationToken cancellationToken)
    {
        var (apps, unusedApps) = await CountAsync(AppsOf(userId), hereId, cancellationToken);
        var (legacy, unusedLegacy) = await CountAsync(LegacyOf(userId), hereId, cancellationToken);
        var (browsers, unusedBrowsers) = await CountAsync(BrowsersOf(userId), hereId, cancellationToken);
        return new(apps + legacy, browsers, unusedApps + unusedLegacy, unusedBrowsers);
    }

    /// <summary>One session, active or ended lately; none if the person has no such session.</summary>
    public Task<AccountSession?> FindAsync(Guid userId, SessionReference reference, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - EndedShownFor;
        return reference.Kind switch
        {
            AccountSessionKind.Browser => Describe(Shown(BrowsersOf(userId))).SingleOrDefaultAsync(cancellationToken),
            AccountSessionKind.OAuth => Describe(Shown(AppsOf(userId))).SingleOrDefaultAsync(cancellationToken),
            AccountSessionKind.Legacy => Describe(Shown(LegacyOf(userId))).SingleOrDefaultAsync(cancellationToken),
            _ => Task.FromResult<AccountSession?>(null),
        };

        IQueryable<TSession> Shown<TSession>(IQueryable<TSession> sessions)
            where TSession : class, ISession =>
            sessions.Where(session => session.Id == reference.Id && (session.FinishedAt == null || session.FinishedAt > since));
    }

    /// <summary>Those of the sessions that the person has, active or ended whenever.</summary>
    public async Task<IReadOnlyList<AccountSession>> DescribeAsync(Guid userId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
    [
        .. await Describe(BrowsersOf(userId).Where(session => ids.Contains(session.Id))).ToListAsync(cancellationToken),
        .. await Describe(AppsOf(userId).Where(session => ids.Contains(session.Id))).ToListAsync(cancellationToken),
        .. await Describe(LegacyOf(userId).Where(session => ids.Contains(session.Id))).ToListAsync(cancellationToken),
    ];

    /// <summary>The active session of that Matrix device, the latest if there are several; none if the person has no such device.</summary>
    public async Task<SessionReference?> FindDeviceAsync(Guid userId, string deviceId, CancellationToken cancellationToken)
    {
        if (deviceId.Contains('\0', StringComparison.Ordinal))
        {
            return null; // no id has one, and PostgreSQL would not even be asked
        }

        return await FindDeviceAsync(LegacyOf(userId).Where(session => session.DeviceId == deviceId), AccountSessionKind.Legacy, cancellationToken)
            ?? await FindDeviceAsync(AppsOf(userId).Where(session => session.DeviceId == deviceId), AccountSessionKind.OAuth, cancellationToken);
    }

    private static async Task<SessionReference?> FindDeviceAsync<TSession>(IQueryable<TSession> sessions, AccountSessionKind kind, CancellationToken cancellationToken)
        where TSession : class, ISession
    {
        var ids = await sessions.Where(session => session.FinishedAt == null).OrderByDescending(session => session.Id).Select(session => session.Id).Take(1).ToListAsync(cancellationToken);
        return ids is [var id] ? new(kind, id) : null;
    }

    /// <summary>What would end, and what that means.</summary>
    /// <param name="hereId">As of <see cref="ReadAsync"/>.</param>
    public async Task<SessionEndPreview> PreviewEndAsync(Guid userId, Guid hereId, SessionSelection selection, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var browsers = selection.In(BrowsersOf(userId), AccountSessionKind.Browser, now);
        var apps = selection.In(AppsOf(userId), AccountSessionKind.OAuth, now);
        var legacy = selection.In(LegacyOf(userId), AccountSessionKind.Legacy, now);
        var named = (await Describe(apps.OrderByDescending(session => session.Id).Take(PageSize)).ToListAsync(cancellationToken))
            .Concat(await Describe(legacy.OrderByDescending(session => session.Id).Take(PageSize)).ToListAsync(cancellationToken))
            .Concat(await Describe(browsers.OrderByDescending(session => session.Id).Take(PageSize)).ToListAsync(cancellationToken))
            .OrderByDescending(session => session.Id).Take(PageSize);
        var personal = database.PersonalSessions.Where(session => (session.OwnerUserId == userId || session.ActorUserId == userId) && session.FinishedAt == null);
        var personalDevices = await personal.CountAsync(session => session.ActorUserId == userId && session.DeviceId != null, cancellationToken);
        var devices = await apps.CountAsync(session => session.DeviceId != null, cancellationToken) + await legacy.CountAsync(session => session.DeviceId != null, cancellationToken)
            + (selection.IsEverythingElse ? personalDevices : 0);
        var allDevices = await AppsOf(userId).CountAsync(session => session.FinishedAt == null && session.DeviceId != null, cancellationToken)
            + await LegacyOf(userId).CountAsync(session => session.FinishedAt == null && session.DeviceId != null, cancellationToken) + personalDevices;
        return new(
            [.. named],
            await browsers.CountAsync(cancellationToken) + await apps.CountAsync(cancellationToken) + await legacy.CountAsync(cancellationToken),
            await browsers.AnyAsync(session => session.Id == hereId, cancellationToken),
            devices,
            allDevices > devices)
        {
            AccessTokens = selection.IsEverythingElse ? await personal.CountAsync(cancellationToken) : 0,
            AppPasswords = selection.IsEverythingElse ? await database.AppPasswords.CountAsync(password => password.UserId == userId && password.FinishedAt == null, cancellationToken) : 0,
        };
    }

    private async Task<AccountSessionPage> ReadPageAsync(Guid userId, Guid hereId, SessionQuery query, CancellationToken cancellationToken)
    {
        // One more than is shown tells whether there is more.
        var found = new List<AccountSession>();
        foreach (var ended in PartsOf(query))
        {
            found.AddRange(await ReadPartAsync(userId, hereId, query, ended, PageSize + 1 - found.Count, cancellationToken));
        }

        var hasMore = found.Count > PageSize;
        if (hasMore)
        {
            found.RemoveAt(PageSize);
        }

        if (query.IsBackward)
        {
            found.Reverse();
        }

        if (found.Count == 0)
        {
            return new(null, [], null, null);
        }

        // Whoever goes on came from somewhere, and can go back there.
        var (first, last) = (SessionCursor.At(found[0]), SessionCursor.At(found[^1]));
        return query.IsBackward ? new(null, found, hasMore ? first : null, last) : new(null, found, query.After is null ? null : first, hasMore ? last : null);
    }

    /// <summary>The parts of the list from the place on: false for the active sessions, true for the ended ones.</summary>
    private static IEnumerable<bool> PartsOf(SessionQuery query) => query switch
    {
        { Unused: true } => [false],
        { IsBackward: true } => query.Cursor!.FinishedAt is null ? [false] : [true, false],
        _ => query.Cursor?.FinishedAt is null ? [false, true] : [true],
    };

    private async Task<IEnumerable<AccountSession>> ReadPartAsync(Guid userId, Guid hereId, SessionQuery query, bool ended, int count, CancellationToken cancellationToken)
    {
        if (count == 0)
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var found = new List<AccountSession>();
        if (query.Kinds is not SessionKinds.Browsers)
        {
            found.AddRange(await Describe(Part(AppsOf(userId), query, ended, count, now)).ToListAsync(cancellationToken));
            found.AddRange(await Describe(Part(LegacyOf(userId), query, ended, count, now)).ToListAsync(cancellationToken));
        }

        if (query.Kinds is not SessionKinds.Apps)
        {
            found.AddRange(await Describe(Part(BrowsersOf(userId).Where(session => session.Id != hereId), query, ended, count, now)).ToListAsync(cancellationToken));
        }

        var ordered = query.IsBackward
            ? found.OrderBy(session => session.FinishedAt).ThenBy(session => session.Id)
            : found.OrderByDescending(session => session.FinishedAt).ThenByDescending(session => session.Id);
        return ordered.Take(count);
    }

    private IQueryable<TSession> Part<TSession>(IQueryable<TSession> sessions, SessionQuery query, bool ended, int count, DateTimeOffset now)
        where TSession : class, ISession
    {
        var (since, unusedBefore) = (now - EndedShownFor, SessionAge.UnusedBefore(now));
        sessions = ended ? sessions.Where(session => session.FinishedAt > since) : sessions.Where(session => session.FinishedAt == null);
        if (query.Unused)
        {
            sessions = sessions.Where(session => session.LastActiveAt < unusedBefore);
        }

        if (query.Cursor is { } cursor && cursor.FinishedAt is not null == ended)
        {
            var (id, at) = (cursor.Id, cursor.FinishedAt);
            sessions = (ended, query.IsBackward) switch
            {
                (false, false) => sessions.Where(session => session.Id < id),
                (false, true) => sessions.Where(session => session.Id > id),
                (true, false) => sessions.Where(session => session.FinishedAt < at || (session.FinishedAt == at && session.Id < id)),
                (true, true) => sessions.Where(session => session.FinishedAt > at || (session.FinishedAt == at && session.Id > id)),
            };
        }

        var ordered = (ended, query.IsBackward) switch
        {
            (false, false) => sessions.OrderByDescending(session => session.Id),
            (false, true) => sessions.OrderBy(session => session.Id),
            (true, false) => sessions.OrderByDescending(session => session.FinishedAt).ThenByDescending(session => session.Id),
            (true, true) => sessions.OrderBy(session => session.FinishedAt).ThenBy(session => session.Id),
        };
        return ordered.Take(count);
    }

    private async Task<(int Active, int Unused)> CountAsync<TSession>(IQueryable<TSession> sessions, Guid hereId, CancellationToken cancellationToken)
        where TSession : class, ISession
    {
        var before = SessionAge.UnusedBefore(clock.GetUtcNow());
        var counts = await sessions.Where(session => session.FinishedAt == null).GroupBy(_ => 1)
            .Select(active => new { Active = active.Count(), Unused = active.Count(session => session.LastActiveAt < before && session.Id != hereId) })
            .SingleOrDefaultAsync(cancellationToken);
        return (counts?.Active ?? 0, counts?.Unused ?? 0);
    }

    private IQueryable<BrowserSession> BrowsersOf(Guid userId) => database.BrowserSessions.AsNoTracking().Where(session => session.UserId == userId);

    private IQueryable<OAuthSession> AppsOf(Guid userId) => database.OAuthSessions.AsNoTracking().Where(session => session.UserId == userId);

    private IQueryable<LegacySession> LegacyOf(Guid userId) => database.LegacySessions.AsNoTracking().Where(session => session.UserId == userId);

    private static IQueryable<AccountSession> Describe(IQueryable<BrowserSession> sessions) =>
        from session in sessions
        select new AccountSession(
            AccountSessionKind.Browser, session.Id, null, session.UserAgent, null, null, session.CreatedAt, session.LastActiveAt, session.LastActiveIp, session.FinishedAt);

    private IQueryable<AccountSession> Describe(IQueryable<OAuthSession> sessions) =>
        from session in sessions
        join client in database.Clients on session.ClientId equals client.Id
        select new AccountSession(
            AccountSessionKind.OAuth, session.Id, new SessionClient(client.Id, client.ClientName ?? client.IdUrl, client.ClientUri) { IsNative = client.ApplicationType == NativeApplication },
            session.UserAgent, session.DeviceId, session.Scope, session.CreatedAt, session.LastActiveAt, session.LastActiveIp, session.FinishedAt)
        {
            HumanName = session.HumanName,
            BrowserSessionId = session.BrowserSessionId,
            Claims = session.Claims,
        };

    private IQueryable<AccountSession> Describe(IQueryable<LegacySession> sessions) =>
        from session in sessions
        from login in database.SsoLogins.Where(login => login.LegacySessionId == session.Id).DefaultIfEmpty()
        select new AccountSession(
            AccountSessionKind.Legacy, session.Id, null, session.UserAgent, session.DeviceId, session.IsSynapseAdmin ? LegacyScope.Admin : LegacyScope.Ordinary,
            session.CreatedAt, session.LastActiveAt, session.LastActiveIp, session.FinishedAt)
        {
            HumanName = session.HumanName,
            BrowserSessionId = session.BrowserSessionId,
            ReturnAddress = login!.RedirectUri,
        };
}
