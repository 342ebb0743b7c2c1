using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Pages.Account.Sessions;

/// <summary>A page of the list of sessions, as it is drawn.</summary>
/// <param name="Counts">Of all, not only of this page.</param>
public sealed record SessionListView(IReadOnlyList<SessionGroupView> Groups, SessionCounts Counts)
{
    /// <summary>How much of the limit is used; none without a limit.</summary>
    public DeviceUse? Use { get; init; }

    /// <summary>The page before ends before this place; none on the first.</summary>
    public SessionCursor? Previous { get; init; }

    /// <summary>The page behind follows this place; none on the last.</summary>
    public SessionCursor? Next { get; init; }
}
