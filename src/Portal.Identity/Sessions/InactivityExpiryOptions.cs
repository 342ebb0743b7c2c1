namespace Portal.Identity.Sessions;

/// <summary>Whether sessions that nobody uses end by themselves (<c>Portal:Sessions:InactivityExpiry</c>; flows contract, section 14.4).</summary>
public sealed class InactivityExpiryOptions
{
    public const string Section = "Portal:Sessions:InactivityExpiry";

    /// <summary>The shortest that makes sense: when a session was used is written down once a minute.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>How long after its last use a session ends. 10 minutes to 90 days. Default: never.</summary>
    public TimeSpan? Ttl { get; set; }

    /// <summary>Whether that goes for people's sessions of apps that registered themselves; those of the configuration stay. Default: yes.</summary>
    public bool ExpireOAuthSessions { get; set; } = true;

    /// <summary>Whether that goes for apps of the legacy login. Default: yes.</summary>
    public bool ExpireCompatSessions { get; set; } = true;

    /// <summary>Whether that goes for browsers. Default: yes.</summary>
    public bool ExpireUserSessions { get; set; } = true;
}
