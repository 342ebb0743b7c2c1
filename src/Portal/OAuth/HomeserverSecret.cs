using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Portal.Identity.Homeserver;

namespace Portal.OAuth;

/// <summary>What the homeserver proves itself with (oauth contract, section 7.1).</summary>
internal sealed class HomeserverSecret
{
    private const string Scheme = "Bearer ";
    private readonly byte[]? _hash;

    public HomeserverSecret(IOptions<MatrixOptions> options) =>
        _hash = options.Value.ReadSecret() is { } secret ? SHA256.HashData(Encoding.UTF8.GetBytes(secret)) : null;

    public static bool IsBearer([NotNullWhen(true)] string? authorization) => authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Compares hashes, so that neither time nor length tells anything; without a configured secret nothing matches.</summary>
    public bool Matches(string authorization) =>
        _hash is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim())), _hash);
}
