using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Identity.Jose;

/// <summary>A key that somebody else signs with (RFC 7517 §4): its public members, and none but those.</summary>
public sealed class PublicKey
{
    private const int FewestBits = 2048;
    private const int MostBits = 8192;
    private const int LongestExponent = 4;

    // RFC 7518 §6.2.1.1, RFC 8812 §3.1: the object identifier, and the bytes of a coordinate.
    private static readonly FrozenDictionary<string, (string Oid, int Length)> Curves = new Dictionary<string, (string, int)>(StringComparer.Ordinal)
    {
        ["P-256"] = ("1.2.840.10045.3.1.7", 32),
        ["P-384"] = ("1.3.132.0.34", 48),
        ["secp256k1"] = ("1.3.132.0.10", 32),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] RsaMembers = ["e", "kty", "n"];
    private static readonly string[] CurveMembers = ["crv", "kty", "x", "y"];

    private readonly JsonObject _json;
    private readonly string[] _members;
    private readonly Func<AsymmetricAlgorithm> _open;

    private PublicKey(JsonObject json, string[] members, Func<AsymmetricAlgorithm> open) => (_json, _members, _open) = (json, members, open);

    /// <summary>SHA-256 of the members that make the key, in base64url (RFC 7638 §3).</summary>
    public string Thumbprint
    {
        get
        {
            var members = new JsonObject(_members.Select(name => KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(Text(_json, name)))));
            return Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(members)));
        }
    }

    /// <summary>Reads a key; <see langword="null"/> if it is not for signatures that this version can verify, or of a size that is too weak or too slow.</summary>
    public static PublicKey? Read(JsonObject json)
    {
        if (Text(json, "use") is not (null or "sig") || (json["key_ops"] is JsonArray operations && !operations.Any(operation => operation?.GetValueKind() == JsonValueKind.String && operation.GetValue<string>() == "verify")))
        {
            return null;
        }

        return Text(json, "kty") switch
        {
            "RSA" when Bytes(json, "n") is { Length: <= MostBits / 8 } modulus && Bytes(json, "e") is { Length: >= 1 and <= LongestExponent } exponent =>
                new(json, RsaMembers, () => RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent })),
            "EC" when Curves.TryGetValue(Text(json, "crv") ?? "", out var curve) && Bytes(json, "x") is { } x && Bytes(json, "y") is { } y && x.Length == curve.Length && y.Length == curve.Length =>
                new(json, CurveMembers, () => ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromValue(curve.Oid), Q = new ECPoint { X = x, Y = y } })),
            _ => null,
        };
    }

    /// <summary>Whether the key made the signature: it is for the algorithm and, where both sides name an id, of that id.</summary>
    public bool Verifies(CompactJwt jwt, JwtAlgorithm algorithm) => !algorithm.IsSymmetric && Fits(jwt, algorithm) && HasSigned(jwt, algorithm);

    private bool Fits(CompactJwt jwt, JwtAlgorithm algorithm) =>
        Text(_json, "kty") == algorithm.KeyType
        && (algorithm.Curve is null || Text(_json, "crv") == algorithm.Curve)
        && (Text(_json, "alg") is not { } only || only == algorithm.Name)
        && (Text(_json, "kid") is not { } id || jwt.KeyId is null || id == jwt.KeyId);

    private bool HasSigned(CompactJwt jwt, JwtAlgorithm algorithm)
    {
        try
        {
            using var key = _open();
            return key switch
            {
                RSA rsa => rsa.KeySize is >= FewestBits and <= MostBits && rsa.VerifyData(jwt.SigningInput, jwt.Signature, algorithm.Hash, algorithm.Padding),
                ECDsa curve => curve.VerifyData(jwt.SigningInput, jwt.Signature, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return false; // numbers that are no key
        }
    }

    private static byte[]? Bytes(JsonObject json, string name) => Text(json, name) is { } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
