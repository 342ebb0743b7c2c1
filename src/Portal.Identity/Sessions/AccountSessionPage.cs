namespace Portal.Identity.Sessions;

/// <summary>A piece of the list: the active sessions by when they began, then the ended ones by when they ended, the latest first.</summary>
/// <param name="Here">The browser session that asks, on the first page only.</param>
/// <param name="Sessions">All others.</param>
/// <param name="Previous">The page before ends before this place; none on the first.</param>
/// <param name="Next">The page behind follows this place; none on the last.</param>
public sealed record AccountSessionPage(AccountSession? Here, IReadOnlyList<AccountSession> Sessions, SessionCursor? Previous, SessionCursor? Next);

/// <summary>How many sessions a person has that are active.</summary>
/// <param name="Browsers">This one included.</param>
/// <param name="UnusedApps">Of <paramref name="Apps"/>, those that have not been used for 90 days.</param>
/// <param name="UnusedBrowsers">Of <paramref name="Browsers"/>; never this one.</param>
public sealed record SessionCounts(int Apps, int Browsers, int UnusedApps, int UnusedBrowsers)
{
    public int Total => Apps + Browsers;

    public int Unused => UnusedApps + UnusedBrowsers;

    /// <summary>All but the browser that asks.</summary>
    public int Others => Total - 1;
}
