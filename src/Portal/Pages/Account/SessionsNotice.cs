namespace Portal.Pages.Account;

/// <summary>What was just done to the sessions.</summary>
/// <param name="Name">Of the device that was signed out, as the list calls it; only with <see cref="SessionsNoticeKind.Ended"/>.</param>
public sealed record SessionsNotice(SessionsNoticeKind Kind, string Name = "");

/// <summary>The things that can be done to them.</summary>
public enum SessionsNoticeKind
{
    Ended,
    EndedOthers,

    /// <summary>It was over before, or never this person's.</summary>
    Gone,
}
