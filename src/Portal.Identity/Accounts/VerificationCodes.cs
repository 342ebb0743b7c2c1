using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Portal.Identity.Keys;

namespace Portal.Identity.Accounts;

/// <summary>Derives the six digits of a verification code from the id of its row, under a key of its own.</summary>
/// <remarks>So the database holds no code, and a mail that has to be sent again carries the same one.</remarks>
public sealed class VerificationCodes(SecretProtector protector)
{
    private const int Digits = 6;
    private const ulong Range = 1_000_000;
    private readonly byte[] _key = protector.DeriveKey("email-verification-codes");

    /// <summary>Six decimal digits, zeros in front included.</summary>
    public string CodeOf(Guid id)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, id.ToByteArray(bigEndian: true), hash);
        // 64 bits over a million: the bias is below 10⁻¹³.
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) % Range).ToString($"D{Digits}", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the text is the code of the row; spaces and dashes in it are forgiven.</summary>
    public bool Matches(Guid id, string text) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeOf(id)), Encoding.UTF8.GetBytes(Clean(text)));

    private static string Clean(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character != '-'));
}
