using Microsoft.AspNetCore.Identity;
using Portal.Identity.Accounts.Emails;

namespace Portal.Identity.Accounts.Passkeys;

/// <summary>A passkey of an account: the public half of a pair of keys whose other half never leaves the devices of the person (Web Authentication §4, "credential record").</summary>
public sealed class Passkey
{
    private Passkey()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>By which the browser knows it; of at most 1023 bytes.</summary>
    public byte[] CredentialId { get; private init; } = [];

    /// <summary>As COSE writes it (RFC 9052 §7).</summary>
    public byte[] PublicKey { get; private init; } = [];

    /// <summary>What the person calls it; what <see cref="Sessions.SessionName"/> allows.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The kind of authenticator that keeps it (AAGUID), by its own account; none if it does not say.</summary>
    public Guid? Provider { get; private init; }

    /// <summary>How browsers reach the authenticator, such as <c>internal</c> or <c>usb</c>; separated by spaces.</summary>
    public string Transports { get; private init; } = "";

    /// <summary>Whether it may be copied to other devices of the person.</summary>
    public bool IsBackupEligible { get; private init; }

    /// <summary>Whether it has been.</summary>
    public bool IsBackedUp { get; private set; }

    /// <summary>How often it was used, by the count of the authenticator; 0 from those that do not count.</summary>
    public long SignCount { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it last signed somebody in; none until it has.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <param name="name">Trimmed, and allowed by <see cref="Sessions.SessionName"/>.</param>
    public static Passkey Of(Guid userId, NewPasskey made, string name, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        CredentialId = made.CredentialId,
        PublicKey = made.PublicKey,
        Name = name,
        Provider = made.Provider,
        Transports = string.Join(' ', made.Transports),
        IsBackupEligible = made.IsBackupEligible,
        IsBackedUp = made.IsBackedUp,
        SignCount = made.SignCount,
        CreatedAt = now,
    };

    public void Rename(string name) => Name = name;

    /// <summary>Whether the account has had it since the registration, or for long, as of <see cref="UserEmail.IsEstablished"/>.</summary>
    public bool IsEstablished(PortalUser owner, DateTimeOffset now) => CreatedAt <= owner.CreatedAt || now - CreatedAt >= UserEmail.EstablishedAfter;

    /// <summary>It signs its owner in. <see langword="false"/>, and no change, if its count says that this one is a copy, or came late (Web Authentication §7.2, step 22).</summary>
    public bool TryUse(ProvenPasskey proven, DateTimeOffset now)
    {
        if (proven.SignCount <= SignCount && (proven.SignCount, SignCount) != (0, 0))
        {
            return false;
        }

        (SignCount, IsBackedUp, LastUsedAt) = (proven.SignCount, proven.IsBackedUp, now);
        return true;
    }

    /// <summary>In the form of the library that checks signatures. What the authenticator once said about itself is not kept.</summary>
    internal UserPasskeyInfo ToInfo() =>
        new(CredentialId, PublicKey, CreatedAt, checked((uint)SignCount), Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries), isUserVerified: true, IsBackupEligible, IsBackedUp, [], []) { Name = Name };
}
