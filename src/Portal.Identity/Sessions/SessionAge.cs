namespace Portal.Identity.Sessions;

/// <summary>When a session counts as forgotten (flows contract, section 9.6).</summary>
public static class SessionAge
{
    private const int UnusedDays = 90;

    /// <summary>What was used last before this is unused: the start of the day 90 days ago, in UTC. What never noted a use is not.</summary>
    public static DateTimeOffset UnusedBefore(DateTimeOffset now) => new(now.UtcDateTime.Date.AddDays(-UnusedDays), TimeSpan.Zero);
}
