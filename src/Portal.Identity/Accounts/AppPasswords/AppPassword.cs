using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.AppPasswords;

/// <summary>A password that signs in one app by the legacy Matrix login, and does nothing else. Only the hash is stored; the password itself exists in one response.</summary>
public sealed class AppPassword
{
    private AppPassword()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>What the person calls it; what <see cref="SessionName"/> allows.</summary>
    public string Name { get; private init; } = "";

    public byte[] Hash { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When an app last signed in with it; none until one does.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <param name="name">Trimmed, and allowed by <see cref="SessionName"/>.</param>
    public static AppPassword Make(Guid userId, string name, AppPasswordText text, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        Name = name,
        Hash = text.Hash,
        CreatedAt = now,
    };

    /// <summary>An app signs in with it.</summary>
    /// <exception cref="InvalidOperationException">It was ended.</exception>
    public void Use(DateTimeOffset now) => LastUsedAt = FinishedAt is null ? now : throw new InvalidOperationException("The app password was ended.");

    /// <summary>It signs nobody in any more. <see langword="false"/>, and no change, if that was so before.</summary>
    public bool TryEnd(DateTimeOffset now)
    {
        var works = FinishedAt is null;
        FinishedAt ??= now;
        return works;
    }
}
