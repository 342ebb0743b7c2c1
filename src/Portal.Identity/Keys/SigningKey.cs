namespace Portal.Identity.Keys;

/// <summary>A key that signs tokens; its private part is stored under the encryption key.</summary>
public sealed class SigningKey
{
    private SigningKey()
    {
    }

    /// <summary>RFC 7638 thumbprint, base64url: the <c>kid</c>.</summary>
    public string Id { get; private init; } = "";

    /// <summary><c>RSA</c> or the name of the curve.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>PKCS#8, protected.</summary>
    public string ProtectedKey { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Until then it is only published, so that everybody has it when it is used first; none for a key that signed at once.</summary>
    public DateTimeOffset? AnnouncedUntil { get; private init; }

    /// <summary>From when on it signs.</summary>
    public DateTimeOffset SignsFrom => AnnouncedUntil ?? CreatedAt;

    public static SigningKey Create(string id, string kind, string protectedKey, DateTimeOffset now, DateTimeOffset? announcedUntil) =>
        new() { Id = id, Kind = kind, ProtectedKey = protectedKey, CreatedAt = now, AnnouncedUntil = announcedUntil };

    /// <summary>Takes the same key, under another encryption key.</summary>
    public void Reprotect(string protectedKey) => ProtectedKey = protectedKey;
}
