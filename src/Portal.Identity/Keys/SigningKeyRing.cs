using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Portal.Identity.Persistence;

namespace Portal.Identity.Keys;

/// <summary>The keys that sign, and their public parts for the world (oauth contract, section 2).</summary>
/// <remarks>Made at the first start, read at every start; the newest key that can do an algorithm signs with it.</remarks>
public sealed class SigningKeyRing(IServiceScopeFactory scopes, SecretProtector protector, TimeProvider clock) : IDisposable
{
    private const string Rsa = "RSA";
    private const string P256 = "P-256";

    // The library's cache is one for the process and knows keys by their id: it would sign with a key of another ring, disposed by then.
    private static readonly CryptoProviderFactory Uncached = new() { CacheSignatureProviders = false };
    private ImmutableArray<AsymmetricSecurityKey> _keys = [];

    /// <summary>Algorithms that some key can sign with, in the order of discovery.</summary>
    public IReadOnlyList<string> Algorithms =>
        [.. _keys.SelectMany(AlgorithmsOf).Distinct(StringComparer.Ordinal)];

    /// <summary>The JWK set: public parts only, with <c>use</c> and <c>kid</c>.</summary>
    public object PublicKeys => new { keys = _keys.Select(PublicPartOf).ToArray() };

    /// <summary>Reads the keys; makes an RSA and a P-256 key when there are none.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var storage = scope.ServiceProvider.GetRequiredService<Storage>();
        var stored = await storage.WriteAsync(
            async () =>
            {
                await storage.LockAsync("signing-keys", cancellationToken);
                var keys = await database.SigningKeys.OrderBy(key => key.CreatedAt).ThenByDescending(key => key.Kind).ToListAsync(cancellationToken);
                if (keys.Count == 0)
                {
                    keys = [Generate(Rsa), Generate(P256)];
                    database.SigningKeys.AddRange(keys);
                }

                return keys;
            },
            cancellationToken);
        _keys = [.. stored.Select(Open)];
    }

    /// <summary>Signs with the newest key that can do the algorithm.</summary>
    /// <param name="payload">The claims, as JSON.</param>
    /// <returns>The JWS in compact form; its header holds <c>alg</c> and <c>kid</c> only.</returns>
    /// <exception cref="InvalidOperationException">No key can do the algorithm; registration refuses such clients.</exception>
    public string Sign(string algorithm, byte[] payload)
    {
        var key = _keys.LastOrDefault(key => AlgorithmsOf(key).Contains(algorithm, StringComparer.Ordinal))
            ?? throw new InvalidOperationException($"No signing key can do {algorithm}.");
        var header = JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, kid = key.KeyId });
        var input = $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(payload)}";
        var provider = key.CryptoProviderFactory.CreateForSigning(key, algorithm);
        try
        {
            return $"{input}.{Base64UrlEncoder.Encode(provider.Sign(Encoding.ASCII.GetBytes(input)))}";
        }
        finally
        {
            key.CryptoProviderFactory.ReleaseSignatureProvider(provider);
        }
    }

    public void Dispose()
    {
        foreach (var key in _keys)
        {
            (key as RsaSecurityKey)?.Rsa.Dispose();
            (key as ECDsaSecurityKey)?.ECDsa.Dispose();
        }
    }

    private static string[] AlgorithmsOf(AsymmetricSecurityKey key) => key is RsaSecurityKey
        ? ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]
        : ["ES256"];

    private SigningKey Generate(string kind)
    {
        using AsymmetricAlgorithm algorithm = kind == Rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var secret = algorithm.ExportPkcs8PrivateKey();
        try
        {
            AsymmetricSecurityKey key = algorithm is RSA rsa ? new RsaSecurityKey(rsa) : new ECDsaSecurityKey((ECDsa)algorithm);
            return SigningKey.Create(Base64UrlEncoder.Encode(key.ComputeJwkThumbprint()), kind, protector.Protect(secret), clock.GetUtcNow());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private AsymmetricSecurityKey Open(SigningKey stored)
    {
        var secret = protector.Unprotect(stored.ProtectedKey);
        try
        {
            if (stored.Kind == Rsa)
            {
                var rsa = RSA.Create();
                rsa.ImportPkcs8PrivateKey(secret, out _);
                return new RsaSecurityKey(rsa) { KeyId = stored.Id, CryptoProviderFactory = Uncached };
            }

            var ecdsa = ECDsa.Create();
            ecdsa.ImportPkcs8PrivateKey(secret, out _);
            return new ECDsaSecurityKey(ecdsa) { KeyId = stored.Id, CryptoProviderFactory = Uncached };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static Dictionary<string, string> PublicPartOf(AsymmetricSecurityKey key)
    {
        if (key is RsaSecurityKey { Rsa: { } rsa })
        {
            var numbers = rsa.ExportParameters(false);
            return new(StringComparer.Ordinal)
            {
                ["kty"] = "RSA",
                ["n"] = Base64UrlEncoder.Encode(numbers.Modulus),
                ["e"] = Base64UrlEncoder.Encode(numbers.Exponent),
                ["use"] = "sig",
                ["kid"] = key.KeyId,
            };
        }

        var point = ((ECDsaSecurityKey)key).ECDsa.ExportParameters(false).Q;
        return new(StringComparer.Ordinal)
        {
            ["kty"] = "EC",
            ["crv"] = P256,
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
            ["use"] = "sig",
            ["kid"] = key.KeyId,
        };
    }
}
