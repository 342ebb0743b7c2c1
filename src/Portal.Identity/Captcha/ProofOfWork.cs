using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Portal.Identity.Jose;
using Portal.Identity.Keys;
using Portal.Identity.Protocol;

namespace Portal.Identity.Captcha;

/// <summary>Lets a browser work a moment before it may register, so that a program that registers thousands of accounts works for hours.</summary>
/// <remarks>
/// The challenge is <c>base64url(id[16] ‖ end[8] ‖ bits[1]) . base64url(HMAC-SHA256)</c>: no process stores it, each can check it. The answer is the
/// challenge, a colon and a number such that SHA-256 of all of that begins with so many zero bits. Each answer works once, whichever process sees it.
/// </remarks>
public sealed class ProofOfWork(ReplayGuard guard, SecretProtector protector, SecretGenerator secrets, IOptions<CaptchaOptions> options, TimeProvider clock)
{
    /// <summary>The form field in which the answer comes.</summary>
    public const string Field = "proof-of-work";

    /// <summary>How long a form may stay open.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const string Purpose = "proof-of-work";
    private const int IdLength = 16;
    private const int PayloadLength = IdLength + sizeof(long) + 1;
    private const int MaxAnswerLength = 128;
    private const int MaxNumberLength = 16;

    private readonly IReadOnlyList<byte[]> _keys = protector.DeriveKeys(Purpose);

    /// <summary>Something new to work on.</summary>
    public string Issue()
    {
        Span<byte> payload = stackalloc byte[PayloadLength];
        secrets.Bytes(IdLength).CopyTo(payload);
        BinaryPrimitives.WriteInt64BigEndian(payload[IdLength..], (clock.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds());
        payload[^1] = (byte)options.Value.Difficulty;
        return $"{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(HMACSHA256.HashData(_keys[0], payload))}";
    }

    /// <summary>Whether the answer is one to a challenge of ours, solved, in time, and not used before; now it is used.</summary>
    public async Task<bool> TryUseAsync(string answer, CancellationToken cancellationToken) =>
        Read(answer) is { } solved && await guard.TryUseAsync(Purpose, "", solved.Id, solved.ExpiresAt, cancellationToken);

    private Solved? Read(string answer)
    {
        if (answer.Length > MaxAnswerLength || answer.Split(':') is not [var challenge, { Length: > 0 and <= MaxNumberLength } number] || !number.All(char.IsAsciiDigit))
        {
            return null;
        }

        if (challenge.Split('.') is not [var payloadText, var macText] || !TryDecode(payloadText, PayloadLength, out var payload) || !TryDecode(macText, HMACSHA256.HashSizeInBytes, out var mac))
        {
            return null;
        }

        var expiresAt = DateTimeOffset.MinValue;
        var isOurs = _keys.Any(key => CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, payload), mac));
        if (isOurs)
        {
            expiresAt = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(IdLength)));
        }

        return isOurs && clock.GetUtcNow() < expiresAt && ZeroBits(SHA256.HashData(Encoding.ASCII.GetBytes(answer))) >= payload[^1]
            ? new Solved(Convert.ToHexStringLower(payload.AsSpan(0, IdLength)), expiresAt)
            : null;
    }

    private static int ZeroBits(ReadOnlySpan<byte> hash) => BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt64BigEndian(hash));

    private static bool TryDecode(string text, int length, out byte[] bytes)
    {
        bytes = new byte[length];
        return Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done && written == length
            && Base64Url.EncodeToString(bytes) == text; // one spelling only
    }

    private sealed record Solved(string Id, DateTimeOffset ExpiresAt);
}
