namespace Portal.Identity.Sessions;

/// <summary>A session that has just begun or been renewed, with the key that the browser alone will hold.</summary>
public sealed record NewBrowserSession(BrowserSession Session, byte[] Key)
{
    /// <summary>By which the browser is known to the account from now on, to be kept beside those of other accounts; none if it was known before.</summary>
    public byte[]? BrowserKey { get; init; }

    /// <summary>Without the key: what is printed is logged sooner or later.</summary>
    public override string ToString() => $"NewBrowserSession {Session.Id}";
}
