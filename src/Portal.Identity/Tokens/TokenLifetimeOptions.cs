namespace Portal.Identity.Tokens;

/// <summary>How long tokens live and what a replay does (<c>Portal:Tokens</c>).</summary>
public sealed class TokenLifetimeOptions
{
    public const string Section = "Portal:Tokens";

    /// <summary>How long an access token is valid. Default 5 minutes; 1 minute to 1 day.</summary>
    public TimeSpan AccessTtl { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an access token of the legacy login is valid whose app takes refresh tokens. Default 5 minutes; 1 minute to 1 day.</summary>
    public TimeSpan CompatAccessTtl { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a refresh token that is presented again ends its session. Off by default: ending a Matrix session destroys its encryption keys, which a flaky network must not do (oauth contract, D17).</summary>
    public bool EndSessionOnReplay { get; set; }
}
