using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Portal.Identity.Keys;

namespace Portal.Identity.Dpop;

/// <summary>What a proof must repeat to show that it was made lately (RFC 9449 §8): a MAC over the time step, so that every process knows it and none stores it.</summary>
public sealed class DpopNonces(SecretProtector protector, TimeProvider clock)
{
    /// <summary>How often the nonce changes. It works for one step more, and where clocks differ for the one before.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(3);

    private const int Length = 16;
    private readonly IReadOnlyList<byte[]> _keys = protector.DeriveKeys("dpop-nonces");

    /// <summary>The nonce to use from now on, in base64url.</summary>
    public string Current => NonceOf(StepNow, _keys[0]);

    private long StepNow => clock.GetUtcNow().Ticks / Step.Ticks;

    /// <summary>Whether the nonce is one of ours and still good, also if it was given before the encryption key changed.</summary>
    public bool IsFresh(string nonce)
    {
        var (step, given) = (StepNow, Encoding.UTF8.GetBytes(nonce));
        return _keys.Any(key => Enumerable.Range(-1, 3).Any(away => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(NonceOf(step + away, key)), given)));
    }

    private static string NonceOf(long step, byte[] key)
    {
        Span<byte> input = stackalloc byte[sizeof(long)];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(input, step);
        HMACSHA256.HashData(key, input, hash);
        return Base64Url.EncodeToString(hash[..Length]);
    }
}
