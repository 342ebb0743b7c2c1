using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Activity;

/// <summary>Something that happened to an account.</summary>
/// <param name="Kind">One of the constants here or of <see cref="SecurityEvent"/>.</param>
/// <param name="IpAddress">From where it was done; none if that is not known, or if <paramref name="Session"/> says it better.</param>
/// <param name="Session">The session that began or ended, or in which it was done; none if it is not known any more.</param>
public sealed record Happening(string Kind, DateTimeOffset At, string? IpAddress, AccountSession? Session)
{
    /// <summary>As of <see cref="SecurityEvent.Detail"/>.</summary>
    public string? Detail { get; init; }

    /// <summary>Somebody signed in with a browser.</summary>
    public const string BrowserBegan = "browser_began";

    /// <summary>The same with a browser that was new to the account.</summary>
    public const string NewBrowserBegan = "new_browser_began";

    public const string BrowserEnded = "browser_ended";

    /// <summary>Somebody gave wrong passwords; in the audit log only, the page shows them apart.</summary>
    public const string SignInFailed = "sign_in_failed";

    /// <summary>An app was let in.</summary>
    public const string AppBegan = "app_began";

    public const string AppEnded = "app_ended";
}
