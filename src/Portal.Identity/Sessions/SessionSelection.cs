namespace Portal.Identity.Sessions;

/// <summary>Which of a person's sessions are to end. Whatever is named: only what is theirs and active is meant.</summary>
public sealed record SessionSelection
{
    /// <summary>Most that can be named one by one: all of a page.</summary>
    public const int MaxChosen = AccountSessionList.PageSize;

    private SessionSelection()
    {
    }

    private IReadOnlyCollection<SessionReference>? Chosen { get; init; }

    private Guid? HereId { get; init; }

    private bool OnlyUnused { get; init; }

    /// <summary>Whether nothing shall stay but the browser session that asks: nor, then, what lets programs in without a sign-in of the person's.</summary>
    internal bool IsEverythingElse => HereId is not null && !OnlyUnused;

    /// <summary>These.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MaxChosen"/>.</exception>
    public static SessionSelection Of(params IReadOnlyCollection<SessionReference> chosen)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chosen.Count, MaxChosen, nameof(chosen));
        return new() { Chosen = chosen };
    }

    /// <summary>All but the browser session that asks.</summary>
    public static SessionSelection Others(Guid hereId) => new() { HereId = hereId };

    /// <summary>All that have not been used for 90 days, but for the browser session that asks.</summary>
    public static SessionSelection Unused(Guid hereId) => new() { HereId = hereId, OnlyUnused = true };

    /// <summary>Those of the person's sessions of one kind that are meant.</summary>
    internal IQueryable<TSession> In<TSession>(IQueryable<TSession> sessions, AccountSessionKind kind, DateTimeOffset now)
        where TSession : class, ISession
    {
        sessions = sessions.Where(session => session.FinishedAt == null);
        if (Chosen is not null)
        {
            var ids = Chosen.Where(reference => reference.Kind == kind).Select(reference => reference.Id).ToList();
            return sessions.Where(session => ids.Contains(session.Id));
        }

        var (hereId, before) = (HereId, SessionAge.UnusedBefore(now));
        sessions = sessions.Where(session => session.Id != hereId);
        return OnlyUnused ? sessions.Where(session => session.LastActiveAt < before) : sessions;
    }
}
