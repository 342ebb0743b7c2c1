using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Portal.Identity.Jose;

/// <summary>A key that somebody else signs with (RFC 7517 §4): its public members, and none but those.</summary>
public sealed class PublicKey
{
    private const int ShortestModulus = 2048 / 8;
    private const int LongestModulus = 8192 / 8;
    private const int LongestExponent = 4;

    // The library's cache is one for the process and knows keys by their id, which is the sender's to choose.
    private static readonly CryptoProviderFactory Uncached = new() { CacheSignatureProviders = false };
    private readonly JsonWebKey _key;

    private PublicKey(JsonWebKey key) => _key = key;

    /// <summary>SHA-256 of the members that make the key, in base64url (RFC 7638 §3).</summary>
    public string Thumbprint
    {
        get
        {
            string[] names = _key.Kty == "RSA" ? ["e", "kty", "n"] : ["crv", "kty", "x", "y"];
            var members = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(Member(name)))));
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

        var key = new JsonWebKey { Kty = Text(json, "kty"), Kid = Text(json, "kid"), Alg = Text(json, "alg"), Crv = Text(json, "crv"), X = Text(json, "x"), Y = Text(json, "y"), N = Text(json, "n"), E = Text(json, "e") };
        return key.Kty switch
        {
            "RSA" when LengthOf(key.N) is >= ShortestModulus and <= LongestModulus && LengthOf(key.E) is >= 1 and <= LongestExponent => new(key),
            "EC" when key.X is not null && key.Y is not null => new(key),
            _ => null,
        };
    }

    /// <summary>Whether the key made the signature: it is for the algorithm and, where both sides name an id, of that id.</summary>
    public bool Verifies(CompactJwt jwt, JwtAlgorithm algorithm) => !algorithm.IsSymmetric && Fits(jwt, algorithm) && HasSigned(jwt, algorithm);

    private bool Fits(CompactJwt jwt, JwtAlgorithm algorithm) =>
        _key.Kty == algorithm.KeyType
        && (algorithm.Curve is null || _key.Crv == algorithm.Curve)
        && (_key.Alg is null || _key.Alg == algorithm.Name)
        && (_key.Kid is null || jwt.KeyId is null || _key.Kid == jwt.KeyId);

    private bool HasSigned(CompactJwt jwt, JwtAlgorithm algorithm)
    {
        SignatureProvider? provider = null;
        try
        {
            provider = Uncached.CreateForVerifying(_key, algorithm.Name);
            return provider.Verify(jwt.SigningInput, jwt.Signature);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or NotSupportedException or InvalidOperationException or FormatException)
        {
            return false; // numbers that are no key
        }
        finally
        {
            if (provider is not null)
            {
                Uncached.ReleaseSignatureProvider(provider);
            }
        }
    }

    private string Member(string name) => name switch
    {
        "crv" => _key.Crv,
        "e" => _key.E,
        "kty" => _key.Kty,
        "n" => _key.N,
        "x" => _key.X,
        _ => _key.Y,
    };

    private static int LengthOf(string? base64Url) => base64Url is null ? 0 : base64Url.Length * 3 / 4;

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
