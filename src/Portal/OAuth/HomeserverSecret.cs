using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Portal.Hosting;
using Portal.Identity.Homeserver;

namespace Portal.OAuth;

/// <summary>What the homeserver proves itself with (oauth contract, section 7.1).</summary>
internal sealed class HomeserverSecret
{
    private const string Scheme = "Bearer ";
    private readonly byte[]? _hash;

    public HomeserverSecret(IOptions<MatrixOptions> options)
    {
        var (inline, file) = (options.Value.Secret, options.Value.SecretFile);
        if (inline is not null && file is not null)
        {
            throw new ConfigurationException($"{MatrixOptions.Section}:Secret and {MatrixOptions.Section}:SecretFile are both set; keep one of them.");
        }

        if (file is not null && !File.Exists(file))
        {
            throw new ConfigurationException($"{MatrixOptions.Section}:SecretFile is '{file}', which does not exist; put the secret that the homeserver has there.");
        }

        var secret = file is null ? inline : File.ReadAllText(file).Trim();
        _hash = string.IsNullOrEmpty(secret) ? null : SHA256.HashData(Encoding.UTF8.GetBytes(secret));
    }

    public static bool IsBearer([NotNullWhen(true)] string? authorization) => authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Compares hashes, so that neither time nor length tells anything; without a configured secret nothing matches.</summary>
    public bool Matches(string authorization) =>
        _hash is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim())), _hash);
}
