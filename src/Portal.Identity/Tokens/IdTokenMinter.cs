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

    /// <param name="clientId">For whom, as it goes over the wire.</param>
    /// <param name="registeredAlgorithm">As of <see cref="Client.IdTokenSignedResponseAlg"/>.</param>
    public string Mint(string clientId, string? registeredAlgorithm, IdTokenContent content, DateTimeOffset now)
    {
        var algorithm = registeredAlgorithm ?? DefaultAlgorithm;
        var claims = new Dictionary<string, object?>(content.Person!, StringComparer.Ordinal)
        {
            ["iss"] = issuer.Issuer,
            ["sub"] = Ulid.Encode(content.Subject),
            ["aud"] = clientId,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
            ["auth_time"] = content.AuthenticatedAt?.ToUnixTimeSeconds(),
            ["acr"] = content.AuthenticatedAt is null ? null : content.Context ?? AuthenticationContext.ClassOf(content.Methods),
            ["amr"] = content.AuthenticatedAt is null ? null : AuthenticationContext.MethodsOf(content.Methods),
            ["nonce"] = content.Nonce,
            ["at_hash"] = HalfHash(content.AccessToken, algorithm),
            ["c_hash"] = content.Code is null ? null : HalfHash(content.Code, algorithm),
            ["sid"] = Ulid.Encode(content.BrowserSessionId),
        };
        foreach (var absent in claims.Where(claim => claim.Value is null).ToList())
        {
            claims.Remove(absent.Key);
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
