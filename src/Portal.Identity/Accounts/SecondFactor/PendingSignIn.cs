namespace Portal.Identity.Accounts.SecondFactor;

/// <summary>Somebody has given the right password of an account with a second step, and is about to take that.</summary>
/// <param name="ProvenAt">When they gave the password.</param>
public sealed record PendingSignIn(Guid UserId, DateTimeOffset ProvenAt)
{
    /// <summary>For how long they can take their second step.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public bool HasExpired(DateTimeOffset now) => now - ProvenAt > Lifetime || ProvenAt > now;
}
