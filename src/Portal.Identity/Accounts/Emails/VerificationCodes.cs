using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Portal.Identity.Keys;

namespace Portal.Identity.Accounts.Emails;

/// <summary>Derives the six digits of a verification code from the id of its row, under a key of its own.</summary>
/// <remarks>So the database holds no code, and a mail that has to be sent again carries the same one.</remarks>
public sealed class VerificationCodes(SecretProtector protector)
{
    private const int Digits = 6;
    private const ulong Range = 1_000_000;
    private readonly IReadOnlyList<byte[]> _keys = protector.DeriveKeys("email-verification-codes");

    /// <summary>Six decimal digits, zeros in front included.</summary>
    public string CodeOf(Guid id) => CodeOf(id, _keys[0]);

    /// <summary>Whether the text is the code of the row, also if it was mailed before the encryption key changed; spaces and dashes in it are forgiven.</summary>
    public bool Matches(Guid id, string text)
    {
        var typed = Encoding.UTF8.GetBytes(Clean(text));
        return _keys.Any(key => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeOf(id, key)), typed));
    }

    private static string CodeOf(Guid id, byte[] key)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, id.ToByteArray(bigEndian: true), hash);
        // 64 bits over a million: the bias is below 10⁻¹³.
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) % Range).ToString($"D{Digits}", CultureInfo.InvariantCulture);
    }

    private static string Clean(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character != '-'));
}
