namespace Portal.Identity.Policy;

/// <summary>How often something may be done: so many times at once, and then at a rate.</summary>
public sealed record BucketRule
{
    /// <summary>How many times at once, 1 or more.</summary>
    public int Burst { get; init; }

    /// <summary>How many times a second after that; above 0 and below 10⁹.</summary>
    public double PerSecond { get; init; }

    internal static BucketRule PerMinute(int burst, double count) => new() { Burst = burst, PerSecond = count / 60 };

    internal static BucketRule PerHour(int burst, double count) => new() { Burst = burst, PerSecond = count / 3600 };
}
