using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Portal.Identity.Keys;

namespace Portal.Identity.Accounts;

/// <summary>Derives the text of a mailed ticket from the id of its row, under a key of its own: a mail that has to be sent again carries the same link.</summary>
/// <param name="purpose">What the key is for; a text of one kind is none of another.</param>
public abstract class TicketTexts(SecretProtector protector, string purpose)
{
    /// <summary>In characters; each carries 5.95 bits.</summary>
    public const int Length = 32;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    // Bytes from here on would make the first letters likelier than the others.
    private static readonly int Fair = 256 / Alphabet.Length * Alphabet.Length;

    private readonly IReadOnlyList<byte[]> _keys = protector.DeriveKeys(purpose);

    /// <summary>Whether a text can be that of a ticket at all.</summary>
    public static bool IsTicket(string text) => text.Length == Length && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>What is stored of a text.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.ASCII.GetBytes(text));

    /// <summary>The text of a ticket that is being made.</summary>
    public string NewText(Guid id) => TextOf(id, _keys[0]);

    /// <summary>The text of a stored ticket, also if the encryption key has changed since; none if it was made under a key that is gone.</summary>
    protected string? FindText(Guid id, byte[] hash) =>
        _keys.Select(key => TextOf(id, key)).FirstOrDefault(text => CryptographicOperations.FixedTimeEquals(HashOf(text), hash));

    private static string TextOf(Guid id, byte[] key)
    {
        var text = new char[Length];
        var written = 0;
        Span<byte> input = stackalloc byte[20];
        id.TryWriteBytes(input, bigEndian: true, out _);
        Span<byte> block = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (var number = 0; written < Length; number++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input[16..], number);
            HMACSHA256.HashData(key, input, block);
            foreach (var value in block)
            {
                if (value < Fair && written < Length)
                {
                    text[written++] = Alphabet[value % Alphabet.Length];
                }
            }
        }

        return new string(text);
    }
}
