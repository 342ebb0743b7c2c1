using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Portal.Identity.Clients;
using Portal.Identity.Discovery;
using Portal.Identity.Keys;
using Portal.Identity.Protocol;

namespace Portal.Identity.Tokens;

/// <summary>Writes ID tokens (OpenID Connect Core §2 and §3.1.3.6; oauth contract, section 6.5).</summary>
public sealed class IdTokenMinter(SigningKeyRing keys, IssuerAddress issuer)
{
    /// <summary>How long an ID token may be taken as proof.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>The algorithm for clients that registered none.</summary>
    public const string DefaultAlgorithm = "RS256";

    /// <param name="code">The code that was exchanged, for <c>c_hash</c>.</param>
    /// <param name="accessToken">The token of the same response, for <c>at_hash</c>.</param>
    /// <param name="person">More that the client shall know of the subject.</param>
    public string Mint(
        Client client, Guid subject, string? nonce, DateTimeOffset authenticatedAt, string code, string accessToken, DateTimeOffset now, IReadOnlyDictionary<string, object>? person = null)
    {
        var algorithm = client.IdTokenSignedResponseAlg ?? DefaultAlgorithm;
        var claims = new Dictionary<string, object>(person ?? new Dictionary<string, object>(), StringComparer.Ordinal)
        {
            ["iss"] = issuer.Issuer,
            ["sub"] = Ulid.Encode(subject),
            ["aud"] = client.ClientId,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
            ["auth_time"] = authenticatedAt.ToUnixTimeSeconds(),
            ["acr"] = AuthenticationContext.Password,
            ["amr"] = AuthenticationContext.PasswordMethods,
            ["at_hash"] = HalfHash(accessToken, algorithm),
            ["c_hash"] = HalfHash(code, algorithm),
        };
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return keys.Sign(algorithm, JsonSerializer.SerializeToUtf8Bytes(claims));
    }

    /// <summary>The left half of the hash that the algorithm's name ends in, base64url.</summary>
    internal static string HalfHash(string text, string algorithm)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var hash = algorithm[^3..] switch
        {
            "384" => SHA384.HashData(bytes),
            "512" => SHA512.HashData(bytes),
            _ => SHA256.HashData(bytes),
        };
        return Base64UrlEncoder.Encode(hash, 0, hash.Length / 2);
    }
}
