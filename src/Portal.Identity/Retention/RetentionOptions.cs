namespace Portal.Identity.Retention;

/// <summary>How long what is over is kept (<c>Portal:Retention</c>). Each at least <see cref="Shortest"/>.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Portal:Retention";

    /// <summary>Nothing that a running request may still look at is younger.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromHours(1);

    /// <summary>Access and refresh tokens after their revocation, and refresh tokens that were exchanged. Default 1 hour.</summary>
    public TimeSpan EndedTokens { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Access tokens after they expired. Default 30 days.</summary>
    public TimeSpan ExpiredAccessTokens { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Sessions that have ended: for so long the account page shows them greyed. Default 30 days.</summary>
    public TimeSpan EndedSessions { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The network address of a session since its last use, while the session itself goes on. Default 30 days.</summary>
    public TimeSpan SessionAddresses { get; set; } = TimeSpan.FromDays(30);

    /// <summary>What apps asked for, in a browser or with a device code, whatever became of it. Default 7 days.</summary>
    public TimeSpan AuthorizationGrants { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Registrations, finished or not. Default 30 days.</summary>
    public TimeSpan Registrations { get; set; } = TimeSpan.FromDays(30);

    /// <summary>E-mail addresses that were to be verified, and their codes. Default 7 days.</summary>
    public TimeSpan EmailVerifications { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Requests for a new password, used or not, and their tickets. Default 7 days.</summary>
    public TimeSpan Recoveries { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Messages that were delivered or given up. Default 30 days.</summary>
    public TimeSpan OutboxMessages { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often, and from where, wrong passwords were given for an account. Default 30 days.</summary>
    public TimeSpan FailedSignIns { get; set; } = TimeSpan.FromDays(30);

    /// <summary>By what a browser is known again, since somebody last signed in there; the last one of an account stays known. Default 400 days, as long as browsers keep their part.</summary>
    public TimeSpan KnownBrowsers { get; set; } = TimeSpan.FromDays(400);

    /// <summary>In which networks somebody signed in to an account, since they last did; the last one of an account stays known. Default 90 days.</summary>
    public TimeSpan KnownNetworks { get; set; } = TimeSpan.FromDays(90);

    /// <summary>What happened to accounts. Default 1 year.</summary>
    public TimeSpan SecurityEvents { get; set; } = TimeSpan.FromDays(365);

    internal IEnumerable<(string Name, TimeSpan Value)> All =>
    [
        (nameof(EndedTokens), EndedTokens),
        (nameof(ExpiredAccessTokens), ExpiredAccessTokens),
        (nameof(EndedSessions), EndedSessions),
        (nameof(SessionAddresses), SessionAddresses),
        (nameof(AuthorizationGrants), AuthorizationGrants),
        (nameof(Registrations), Registrations),
        (nameof(EmailVerifications), EmailVerifications),
        (nameof(Recoveries), Recoveries),
        (nameof(OutboxMessages), OutboxMessages),
        (nameof(FailedSignIns), FailedSignIns),
        (nameof(KnownBrowsers), KnownBrowsers),
        (nameof(KnownNetworks), KnownNetworks),
        (nameof(SecurityEvents), SecurityEvents),
    ];
}
