namespace Portal.Identity.Accounts.Passwords;

/// <summary>Too many callers wait to have a password hashed. Answered with 429 and <c>Retry-After</c>, in one place for all pages.</summary>
public sealed class PasswordGateBusyException(TimeSpan retryAfter)
    : Exception("Too many passwords are waiting to be hashed.")
{
    /// <summary>When it is worth trying again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
