namespace Portal.Identity.Accounts.Registration;

/// <summary>A word without which nobody can register where registration is by invitation (policy contract, section 8).</summary>
public sealed class RegistrationToken
{
    public const int MaxTextLength = 255;
    public const int MaxInvitedByLength = 255;

    private RegistrationToken()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>What people type or follow in a link. Capitals matter. Kept as it is: whoever runs the server looks it up to give it away.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Who invites with it, as the invitation says; none if nobody in particular.</summary>
    public string? InvitedBy { get; private init; }

    /// <summary>How many accounts can be created with it; none for any number.</summary>
    public int? UsageLimit { get; private init; }

    /// <summary>How many were.</summary>
    public int TimesUsed { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? LastUsedAt { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public static RegistrationToken Issue(string text, NewRegistrationToken wish, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Text = text,
        InvitedBy = wish.InvitedBy,
        UsageLimit = wish.UsageLimit,
        ExpiresAt = now + wish.Lifetime,
        CreatedAt = now,
    };

    /// <summary>Whether an account can be created with it now: not revoked, not expired, not used up.</summary>
    public bool IsValid(DateTimeOffset now) => RevokedAt is null && !HasExpired(now) && !IsUsedUp;

    /// <summary>The end is not part of its life.</summary>
    public bool HasExpired(DateTimeOffset now) => now >= ExpiresAt;

    public bool IsUsedUp => TimesUsed >= UsageLimit;

    /// <summary>Counts one account.</summary>
    /// <exception cref="InvalidOperationException">It is not valid: the caller did not ask.</exception>
    public void Use(DateTimeOffset now)
    {
        if (!IsValid(now))
        {
            throw new InvalidOperationException("A registration token that is not valid was used.");
        }

        (TimesUsed, LastUsedAt) = (TimesUsed + 1, now);
    }

    /// <summary><see langword="false"/>, and no change, if it was revoked before.</summary>
    public bool TryRevoke(DateTimeOffset now)
    {
        var first = RevokedAt is null;
        RevokedAt ??= now;
        return first;
    }

    /// <summary><see langword="false"/> if it was not revoked.</summary>
    public bool TryUnrevoke()
    {
        var revoked = RevokedAt is not null;
        RevokedAt = null;
        return revoked;
    }
}
