using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.Tests.Unit.Support;

/// <summary>A key of a client, and the proofs that it makes (RFC 9449 §4.2).</summary>
internal sealed class DpopKey(string algorithm = "ES256") : IDisposable
{
    private readonly AssertionSigner _signer = AssertionSigner.WithKey(algorithm, keyId: null);

    public string Algorithm => _signer.Algorithm;

    /// <summary>The public key.</summary>
    public JsonObject Jwk => JsonNode.Parse(_signer.Jwks)!["keys"]![0]!.DeepClone().AsObject();

    /// <summary>RFC 7638 §3, from the text of the members.</summary>
    public string Thumbprint => HashOf("{" + string.Join(',', Jwk.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"\"{member.Key}\":\"{member.Value}\"")) + "}");

    public static string HashOf(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    /// <summary>Good claims, with others in place of some; null takes one away.</summary>
    public static Dictionary<string, object?> Claims(DateTimeOffset now, string? nonce, params IEnumerable<(string Name, object? Value)> changes)
    {
        var claims = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["jti"] = Guid.CreateVersion7(now).ToString(),
            ["htm"] = "POST",
            ["htu"] = "https://auth.example/oauth2/token",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nonce"] = nonce,
        };
        foreach (var (name, value) in changes)
        {
            claims[name] = value;
        }

        return claims.Where(claim => claim.Value is not null).ToDictionary();
    }

    /// <summary>A good header, with other members in place of some; null takes one away.</summary>
    public Dictionary<string, object?> Header(params IEnumerable<(string Name, object? Value)> changes)
    {
        var header = new Dictionary<string, object?>(StringComparer.Ordinal) { ["typ"] = "dpop+jwt", ["alg"] = Algorithm, ["jwk"] = Jwk };
        foreach (var (name, value) in changes)
        {
            header[name] = value;
        }

        return header.Where(member => member.Value is not null).ToDictionary();
    }

    public string Sign(object claims, object? header = null) => _signer.Sign(claims, header ?? Header());

    public void Dispose() => _signer.Dispose();
}
