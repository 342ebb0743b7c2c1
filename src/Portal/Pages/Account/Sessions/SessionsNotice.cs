namespace Portal.Pages.Account.Sessions;

/// <summary>What was just done to the sessions.</summary>
/// <param name="Name">Of the session, as the list calls it; with <see cref="SessionsNoticeKind.Ended"/> and <see cref="SessionsNoticeKind.Renamed"/>.</param>
/// <param name="Count">Of the sessions; with <see cref="SessionsNoticeKind.EndedSeveral"/>.</param>
public sealed record SessionsNotice(SessionsNoticeKind Kind, string Name = "", int Count = 0);

/// <summary>The things that can be done to them.</summary>
public enum SessionsNoticeKind
{
    Ended,
    EndedSeveral,
    EndedOthers,
    Renamed,

    /// <summary>It was over before, or never this person's.</summary>
    Gone,
}
