using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Portal.Tests.Unit.Support;

/// <summary>Signs assertions as a client does: with a key of its own or with its secret.</summary>
internal sealed class AssertionSigner : IDisposable
{
    private readonly ECDsa? _curve;
    private readonly RSA? _rsa;
    private readonly byte[] _secret = [];

    private AssertionSigner(string algorithm, string? keyId) => (Algorithm, KeyId) = (algorithm, keyId);

    private AssertionSigner(string algorithm, string? keyId, ECDsa curve)
        : this(algorithm, keyId) => _curve = curve;

    private AssertionSigner(string algorithm, string? keyId, RSA rsa)
        : this(algorithm, keyId) => _rsa = rsa;

    private AssertionSigner(string algorithm, byte[] secret)
        : this(algorithm, (string?)null) => _secret = secret;

    public string Algorithm { get; }

    public string? KeyId { get; }

    /// <summary>The public key, in a set.</summary>
    public string Jwks => $$"""{"keys":[{{Jwk()}}]}""";

    public static AssertionSigner WithKey(string algorithm = "ES256", string? keyId = "one", int bits = 2048) => algorithm switch
    {
        "ES256" => new(algorithm, keyId, ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        "ES384" => new(algorithm, keyId, ECDsa.Create(ECCurve.NamedCurves.nistP384)),
        "ES256K" => new(algorithm, keyId, ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"))),
        _ => new(algorithm, keyId, RSA.Create(bits)),
    };

    public static AssertionSigner WithSecret(string algorithm = "HS256", string secret = A.Secret) => new(algorithm, Encoding.UTF8.GetBytes(secret));

    /// <summary>Good claims of that client, with others in place of some; null takes one away.</summary>
    public static Dictionary<string, object?> Claims(string clientId, DateTimeOffset now, params IEnumerable<(string Name, object? Value)> changes)
    {
        var claims = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["iss"] = clientId,
            ["sub"] = clientId,
            ["aud"] = "https://auth.example/oauth2/token",
            ["jti"] = Guid.CreateVersion7(now).ToString(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in changes)
        {
            claims[name] = value;
        }

        return claims.Where(claim => claim.Value is not null).ToDictionary();
    }

    /// <param name="header">In place of a header that says the truth.</param>
    public string Sign(object claims, object? header = null)
    {
        var input = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(header ?? Header()))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{input}.{Encode(SignatureOf(Encoding.ASCII.GetBytes(input)))}";
    }

    public void Dispose()
    {
        _curve?.Dispose();
        _rsa?.Dispose();
    }

    private Dictionary<string, object> Header()
    {
        var header = new Dictionary<string, object>(StringComparer.Ordinal) { ["alg"] = Algorithm };
        if (KeyId is not null)
        {
            header["kid"] = KeyId;
        }

        return header;
    }

    private byte[] SignatureOf(byte[] input)
    {
        var hash = new HashAlgorithmName("SHA" + Algorithm[2..5]);
        return _curve?.SignData(input, hash)
            ?? _rsa?.SignData(input, hash, Algorithm.StartsWith('P') ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
            ?? Algorithm switch { "HS256" => HMACSHA256.HashData(_secret, input), "HS384" => HMACSHA384.HashData(_secret, input), _ => HMACSHA512.HashData(_secret, input) };
    }

    private string Jwk()
    {
        var kid = KeyId is null ? "" : $"\"kid\":\"{KeyId}\",";
        if (_rsa is not null)
        {
            var numbers = _rsa.ExportParameters(false);
            return $$"""{{{kid}}"kty":"RSA","n":"{{Encode(numbers.Modulus!)}}","e":"{{Encode(numbers.Exponent!)}}"}""";
        }

        var point = _curve!.ExportParameters(false).Q;
        var curve = Algorithm switch { "ES256" => "P-256", "ES384" => "P-384", _ => "secp256k1" };
        return $$"""{{{kid}}"kty":"EC","crv":"{{curve}}","x":"{{Encode(point.X!)}}","y":"{{Encode(point.Y!)}}"}""";
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
