using System.Buffers.Binary;

namespace Portal.Identity.Protocol;

/// <summary>Writes an id as clients, Synapse and the admin tools expect it: the 128 bits of the GUID as 26 characters of Crockford base 32.</summary>
/// <remarks>Upper case on output, any case on input; <c>I</c>, <c>L</c> and <c>O</c> are read as the digits they look like.</remarks>
public static class Ulid
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Length of every written id, in characters.</summary>
    public const int Length = 26;

    public static string Encode(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return string.Create(Length, BinaryPrimitives.ReadUInt128BigEndian(bytes), static (text, value) =>
        {
            for (var i = Length - 1; i >= 0; i--)
            {
                text[i] = Alphabet[(int)(value & 31)];
                value >>= 5;
            }
        });
    }

    /// <summary>Reads an id. <see langword="false"/> if the text is no ULID, or one of more than 128 bits.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out Guid id)
    {
        id = default;
        if (text.Length != Length || DigitOf(text[0]) is not (>= 0 and <= 7))
        {
            return false;
        }

        UInt128 value = 0;
        foreach (var character in text)
        {
            var digit = DigitOf(character);
            if (digit < 0)
            {
                return false;
            }

            value = (value << 5) | (UInt128)digit;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        id = new Guid(bytes, bigEndian: true);
        return true;
    }

    private static int DigitOf(char character) => char.ToUpperInvariant(character) switch
    {
        'O' => 0,
        'I' or 'L' => 1,
        var upper => Alphabet.IndexOf(upper, StringComparison.Ordinal),
    };
}
