namespace Portal.Pages.Account;

/// <summary>What was just done to the sessions.</summary>
public enum SessionsNotice
{
    Ended,
    EndedOthers,

    /// <summary>It was over before, or never this person's.</summary>
    Gone,
}
