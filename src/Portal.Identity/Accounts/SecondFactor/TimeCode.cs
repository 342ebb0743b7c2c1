using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Identity.Accounts.SecondFactor;

/// <summary>Codes from a shared key and the time, as every authenticator app makes them (RFC 6238 with HMAC-SHA-1, 30 seconds, six digits).</summary>
/// <remarks>
/// ASP.NET Core Identity checks such codes too, but does not say of which moment a code was, and so takes one twice. That must be known to refuse the
/// second use (RFC 6238 §5.2).
/// </remarks>
public static class TimeCode
{
    public const int Digits = 6;

    /// <summary>In bytes; as long as what the hash gives (RFC 4226 §4, R6).</summary>
    public const int KeyLength = 20;

    /// <summary>How long a code is the one of the moment.</summary>
    public const int Seconds = 30;

    private const int Modulus = 1_000_000;

    // One step to either side: for clocks that are a little off, and for codes that were typed slowly (RFC 6238 §5.2).
    private const int Drift = 1;

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / Seconds;

    /// <summary>The code of a step (RFC 4226 §5.3).</summary>
    public static string Of(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // the apps know nothing else, and nobody has broken it as a keyed hash (RFC 6238 §5.1)
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code was typed, if it counts now and comes after the last one that was used; none else.</summary>
    /// <param name="typed">With or without the space that apps show in its middle.</param>
    public static long? FindStep(ReadOnlySpan<byte> key, string typed, DateTimeOffset now, long last)
    {
        if (Normalize(typed) is not { } code)
        {
            return null;
        }

        long? found = null;
        for (var step = StepAt(now) - Drift; step <= StepAt(now) + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(key, step)), Encoding.ASCII.GetBytes(code)) && step > last)
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>Six digits; none for what can be no such code.</summary>
    public static string? Normalize(string typed)
    {
        var code = string.Concat(typed.Where(character => !char.IsWhiteSpace(character)).Take(Digits + 1));
        return code.Length == Digits && code.All(char.IsAsciiDigit) ? code : null;
    }
}
