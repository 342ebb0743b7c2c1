using Portal.Identity.Keys;

namespace Portal.Identity.Accounts.SecondFactor;

/// <summary>The app on a person's phone that makes codes from a key which it shares with us (RFC 6238). An account has one or none.</summary>
public sealed class Authenticator
{
    private Authenticator()
    {
    }

    public Guid UserId { get; private init; }

    /// <summary>The key, as <see cref="SecretProtector"/> keeps it.</summary>
    public string ProtectedKey { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>The time step of the last code that was taken: neither it nor one before it counts again (RFC 6238 §5.2).</summary>
    public long LastStep { get; private set; }

    /// <param name="step">Of the code by which the person has shown that the app has the key.</param>
    public static Authenticator Create(Guid userId, string protectedKey, long step, DateTimeOffset now) => new()
    {
        UserId = userId,
        ProtectedKey = protectedKey,
        CreatedAt = now,
        LastStep = step,
    };

    /// <summary>Takes the code of that step, which was found after <see cref="LastStep"/>.</summary>
    public void Use(long step) => LastStep = step;

    /// <summary>The same key, under another encryption key.</summary>
    public void Reprotect(string protectedKey) => ProtectedKey = protectedKey;
}
