namespace Portal.Identity.Keys;

/// <summary>A key that signs ID tokens; its private part is stored under the encryption key.</summary>
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
    public string ProtectedKey { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    public static SigningKey Create(string id, string kind, string protectedKey, DateTimeOffset now) =>
        new() { Id = id, Kind = kind, ProtectedKey = protectedKey, CreatedAt = now };
}
