namespace Portal.Texts;

/// <summary>Says when something was, as people say it.</summary>
internal static class RelativeWords
{
    /// <summary>What was used within this time is in use.</summary>
    public static readonly TimeSpan Now = TimeSpan.FromMinutes(3);

    /// <summary>"Just now", "4 minutes ago", or the day and month for what is longer ago.</summary>
    public static string Ago(this TextSet texts, DateTimeOffset at, DateTimeOffset now)
    {
        var span = now - at;
        return span < Now ? texts["time.just-now"]
            : span < TimeSpan.FromHours(1) ? texts.Count("time.minutes", (int)span.TotalMinutes)
            : span < TimeSpan.FromDays(1) ? texts.Count("time.hours", (int)span.TotalHours)
            : span < TimeSpan.FromDays(7) ? texts.Count("time.days", (int)span.TotalDays)
            : at.ToString(at.Year == now.Year ? texts["time.day-format"] : texts["time.year-format"], texts.Culture);
    }

    /// <summary>The day in full, in UTC: the server does not know the person's clock.</summary>
    public static string Day(this TextSet texts, DateTimeOffset at) => texts.Day(DateOnly.FromDateTime(at.UtcDateTime));

    /// <summary>The day in full.</summary>
    public static string Day(this TextSet texts, DateOnly day) => day.ToString(texts["time.date-format"], texts.Culture);

    /// <summary>Day and time in full, in UTC: the server does not know the person's clock.</summary>
    public static string Exactly(this TextSet texts, DateTimeOffset at) =>
        at.UtcDateTime.ToString(texts["time.exact-format"], texts.Culture);

    /// <summary>"2 minutes", rounded up, for how long to wait or how long something stays.</summary>
    public static string Duration(this TextSet texts, TimeSpan span)
    {
        var seconds = (int)Math.Ceiling(span.TotalSeconds);
        return seconds < 60 ? texts.Count("duration.seconds", Math.Max(1, seconds))
            : seconds < 3600 ? texts.Count("duration.minutes", seconds <= 90 ? 1 : (int)Math.Ceiling(seconds / 60.0))
            : seconds < 2 * 86_400 ? texts.Count("duration.hours", seconds <= 5400 ? 1 : (int)Math.Ceiling(seconds / 3600.0))
            : texts.Count("duration.days", (int)Math.Ceiling(seconds / 86_400.0));
    }
}
