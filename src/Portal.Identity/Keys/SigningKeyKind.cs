using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Portal.Identity.Keys;

/// <summary>A kind of key pair and what it can do (RFC 7518 §3.1, RFC 8812 §3.2).</summary>
internal sealed class SigningKeyKind
{
    private const int RsaBits = 2048;

    private static readonly SigningKeyKind[] Known =
    [
        new("RSA", null, ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]),
        new("P-256", "1.2.840.10045.3.1.7", ["ES256"]),
        new("P-384", "1.3.132.0.34", ["ES384"]),
        new("secp256k1", "1.3.132.0.10", ["ES256K"]),
    ];

    private static readonly FrozenDictionary<string, SigningKeyKind> ByName = Known.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);
    private readonly string? _curveOid;

    private SigningKeyKind(string name, string? curveOid, IReadOnlyList<string> algorithms) => (Name, _curveOid, Algorithms) = (name, curveOid, algorithms);

    /// <summary>The kinds that a portal makes for itself: every client library knows one of them.</summary>
    public static IReadOnlyList<SigningKeyKind> Own { get; } = [Of("RSA"), Of("P-256")];

    /// <summary><c>RSA</c>, or the name of the curve as a JWK has it.</summary>
    public string Name { get; }

    /// <summary>Those that a key of this kind can sign with.</summary>
    public IReadOnlyList<string> Algorithms { get; }

    /// <exception cref="KeyNotFoundException">There is no such kind.</exception>
    public static SigningKeyKind Of(string name) => ByName[name];

    /// <summary>The kind of a key pair; none if it is one that this version cannot use.</summary>
    public static SigningKeyKind? Of(AsymmetricAlgorithm pair) => pair switch
    {
        RSA => Of("RSA"),
        ECDsa ec => ec.ExportParameters(false).Curve.Oid.Value is { } oid ? Array.Find(Known, kind => kind._curveOid == oid) : null,
        _ => null,
    };

    /// <summary>A new key pair.</summary>
    public AsymmetricAlgorithm Generate() => _curveOid is null ? RSA.Create(RsaBits) : ECDsa.Create(ECCurve.CreateFromValue(_curveOid));

    /// <summary>The key pair of a private key in PKCS#8.</summary>
    public AsymmetricAlgorithm Import(ReadOnlySpan<byte> pkcs8)
    {
        AsymmetricAlgorithm pair = _curveOid is null ? RSA.Create() : ECDsa.Create();
        pair.ImportPkcs8PrivateKey(pkcs8, out _);
        return pair;
    }
}
