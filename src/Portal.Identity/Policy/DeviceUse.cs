namespace Portal.Identity.Policy;

/// <summary>How much of a limit somebody uses.</summary>
/// <param name="Used">Apps that they are signed in to, and access tokens that they made for themselves.</param>
/// <param name="Limit">How many there may be, at least 1.</param>
public sealed record DeviceUse(int Used, int Limit)
{
    private const int NearFraction = 5;

    /// <summary>There is no room for another.</summary>
    public bool IsFull => Used >= Limit;

    /// <summary>A fifth of the limit, rounded up, or less is left.</summary>
    public bool IsNearlyFull => Used > 0 && Used + ((Limit + (long)NearFraction - 1) / NearFraction) >= Limit;

    /// <summary>How many must go before there is room for another; 0 while there is.</summary>
    public int ToRemove => Math.Max(0, Used - Limit + 1);
}
