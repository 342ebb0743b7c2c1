namespace Portal.Identity.Policy;

/// <summary>What is left of one allowance, shared by all copies of the process.</summary>
public sealed class RateLimitBucket
{
    private RateLimitBucket()
    {
    }

    /// <summary>Rule and subject; the subject is hashed, so that no address is kept here.</summary>
    public string Key { get; private init; } = "";

    public double Tokens { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public static RateLimitBucket Create(string key, double tokens, DateTimeOffset now) =>
        new() { Key = key, Tokens = tokens, UpdatedAt = now };

    public void Set(double tokens, DateTimeOffset now) => (Tokens, UpdatedAt) = (tokens, now);
}
