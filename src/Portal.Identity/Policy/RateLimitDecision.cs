namespace Portal.Identity.Policy;

/// <summary>Whether something may be done now and, if not, how long to wait.</summary>
public readonly record struct RateLimitDecision(bool Allowed, TimeSpan RetryAfter);
