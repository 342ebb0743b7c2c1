using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Portal.Identity.Jose;

/// <summary>The keys that somebody else signs with (RFC 7517 §5).</summary>
public sealed class PublicKeySet
{
    /// <summary>How many keys of one set are looked at.</summary>
    public const int MaximumKeys = 32;

    private const int ShortestModulus = 2048 / 8;
    private const int LongestModulus = 8192 / 8;
    private const int LongestExponent = 4;

    // The library's cache is one for the process and knows keys by their id, which is the sender's to choose.
    private static readonly CryptoProviderFactory Uncached = new() { CacheSignatureProviders = false };
    private readonly IReadOnlyList<JsonWebKey> _keys;

    private PublicKeySet(IReadOnlyList<JsonWebKey> keys) => _keys = keys;

    /// <summary>Reads a key set; keys that this version cannot use are left out (RFC 7517 §5).</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out PublicKeySet? keys)
    {
        keys = null;
        try
        {
            if (JsonNode.Parse(json.Span, documentOptions: new() { AllowDuplicateProperties = false, MaxDepth = 16 }) is not JsonObject set || set["keys"] is not JsonArray array)
            {
                return false;
            }

            keys = new PublicKeySet([.. array.Take(MaximumKeys).OfType<JsonObject>().Select(Read).OfType<JsonWebKey>()]);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whether one of the keys made the signature: one for the algorithm and, where both sides name one, of that id.</summary>
    public bool Verifies(CompactJwt jwt, JwtAlgorithm algorithm) => !algorithm.IsSymmetric && _keys.Any(key => Fits(key, jwt, algorithm) && Verifies(key, jwt, algorithm));

    private static bool Fits(JsonWebKey key, CompactJwt jwt, JwtAlgorithm algorithm) =>
        key.Kty == algorithm.KeyType
        && (algorithm.Curve is null || key.Crv == algorithm.Curve)
        && (key.Alg is null || key.Alg == algorithm.Name)
        && (key.Kid is null || jwt.KeyId is null || key.Kid == jwt.KeyId);

    private static bool Verifies(JsonWebKey key, CompactJwt jwt, JwtAlgorithm algorithm)
    {
        SignatureProvider? provider = null;
        try
        {
            provider = Uncached.CreateForVerifying(key, algorithm.Name);
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

    /// <summary>The public members only; <see langword="null"/> if the key is not for signatures, or of a size that is too weak or too slow.</summary>
    private static JsonWebKey? Read(JsonObject json)
    {
        if (Text(json, "use") is not (null or "sig") || (json["key_ops"] is JsonArray operations && !operations.Any(operation => operation?.GetValueKind() == JsonValueKind.String && operation.GetValue<string>() == "verify")))
        {
            return null;
        }

        var key = new JsonWebKey { Kty = Text(json, "kty"), Kid = Text(json, "kid"), Alg = Text(json, "alg"), Crv = Text(json, "crv"), X = Text(json, "x"), Y = Text(json, "y"), N = Text(json, "n"), E = Text(json, "e") };
        return key.Kty switch
        {
            "RSA" when LengthOf(key.N) is >= ShortestModulus and <= LongestModulus && LengthOf(key.E) is >= 1 and <= LongestExponent => key,
            "EC" when key.X is not null && key.Y is not null => key,
            _ => null,
        };
    }

    private static int LengthOf(string? base64Url) => base64Url is null ? 0 : base64Url.Length * 3 / 4;

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
