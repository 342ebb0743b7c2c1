using System.Security.Cryptography;

namespace Portal.Identity.Jose;

/// <summary>A way to sign a JWT that this version can verify (RFC 7518 §3.1, RFC 8812 §3.2). <c>none</c> is not among them.</summary>
/// <param name="Name">The <c>alg</c>.</param>
/// <param name="KeyType">The <c>kty</c> of its keys.</param>
/// <param name="Curve">The <c>crv</c> of its keys; elliptic curves only.</param>
public sealed record JwtAlgorithm(string Name, string KeyType, string? Curve = null)
{
    private const string Secret = "oct";
    private const string Rsa = "RSA";
    private const string EllipticCurve = "EC";

    public static IReadOnlyList<JwtAlgorithm> Supported { get; } =
    [
        new("HS256", Secret), new("HS384", Secret), new("HS512", Secret),
        new("RS256", Rsa), new("RS384", Rsa), new("RS512", Rsa),
        new("PS256", Rsa), new("PS384", Rsa), new("PS512", Rsa),
        new("ES256", EllipticCurve, "P-256"), new("ES384", EllipticCurve, "P-384"), new("ES256K", EllipticCurve, "secp256k1"),
    ];

    /// <summary>Whether both sides share the key; such a key is never taken from a key set, nor a public key for such a secret.</summary>
    public bool IsSymmetric => KeyType is Secret;

    /// <summary>Of what is signed.</summary>
    public HashAlgorithmName Hash => new("SHA" + Name[2..5]);

    /// <summary>RSA only (RFC 7518 §3.3 and §3.5).</summary>
    public RSASignaturePadding Padding => Name.StartsWith("PS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;

    /// <summary>The supported algorithm of that name; <see langword="null"/> if there is none.</summary>
    public static JwtAlgorithm? Find(string? name) => Supported.FirstOrDefault(algorithm => algorithm.Name == name);
}
