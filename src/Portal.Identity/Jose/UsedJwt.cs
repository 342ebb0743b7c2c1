using System.Security.Cryptography;
using System.Text;

namespace Portal.Identity.Jose;

/// <summary>A JWT, or something else of <see cref="ReplayGuard"/>, that worked once and must not work again, known by the hash of its id.</summary>
public sealed class UsedJwt
{
    private UsedJwt()
    {
    }

    public byte[] Hash { get; private init; } = [];

    /// <summary>From then on the JWT itself is refused, so that nobody needs to remember it.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    public static UsedJwt Remember(byte[] hash, DateTimeOffset expiresAt) => new() { Hash = hash, ExpiresAt = expiresAt };

    /// <param name="purpose">What kind of JWT it is; ids of two kinds never meet.</param>
    /// <param name="issuer">Who chose the id: it is unique only among theirs (RFC 7519 §4.1.7).</param>
    public static byte[] HashOf(string purpose, string issuer, string id) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose.Length} {purpose} {issuer.Length} {issuer} {id}"));

    /// <summary>Takes the place of an expired one of the same id. <see langword="false"/>, and no change, if the one before has not expired.</summary>
    public bool TryUseAgain(DateTimeOffset expiresAt, DateTimeOffset now)
    {
        var free = now >= ExpiresAt;
        ExpiresAt = free ? expiresAt : ExpiresAt;
        return free;
    }
}
