using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Identity.Protocol;

/// <summary>What a token says of itself by its prefix.</summary>
public enum TokenKind
{
    Unknown,
    OAuthAccess,
    OAuthRefresh,
}

/// <summary>The written form of tokens: <c>{prefix}_{30 random}_{6 checksum}</c>, recognisable by secret scanners and checked before any look-up.</summary>
public static class TokenFormat
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomLength = 30;
    private const int ChecksumLength = 6;
    private const int TokenLength = 3 + 1 + RandomLength + 1 + ChecksumLength;
    private static readonly SearchValues<char> DigitValues = SearchValues.Create(Digits);

    /// <summary>A new token of the kind; it exists in one response only, the store keeps <see cref="HashOf(string)"/>.</summary>
    public static string Create(TokenKind kind, SecretGenerator secrets)
    {
        var body = $"{PrefixOf(kind)}_{secrets.Text(RandomLength)}";
        return $"{body}_{ChecksumOf(body)}";
    }

    /// <summary>The kind of a well-formed token; <see cref="TokenKind.Unknown"/> for anything else, a wrong checksum included.</summary>
    public static TokenKind Classify(ReadOnlySpan<char> token)
    {
        if (token.Length != TokenLength || token[3] != '_' || token[^(ChecksumLength + 1)] != '_')
        {
            return TokenKind.Unknown;
        }

        var kind = token[..3] switch
        {
            "mat" => TokenKind.OAuthAccess,
            "mar" => TokenKind.OAuthRefresh,
            _ => TokenKind.Unknown,
        };
        if (kind == TokenKind.Unknown || token[4..^(ChecksumLength + 1)].ContainsAnyExcept(DigitValues))
        {
            return TokenKind.Unknown;
        }

        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(token[..^(ChecksumLength + 1)], checksum);
        return token[^ChecksumLength..].SequenceEqual(checksum) ? kind : TokenKind.Unknown;
    }

    /// <summary>SHA-256 of the token's ASCII bytes: all that the store knows of it.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string PrefixOf(TokenKind kind) => kind switch
    {
        TokenKind.OAuthAccess => "mat",
        TokenKind.OAuthRefresh => "mar",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string ChecksumOf(string body)
    {
        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(body, checksum);
        return checksum.ToString();
    }

    // CRC-32 (ISO-HDLC) in base 62, least significant digit first, then padded on the left with '0'.
    private static void WriteChecksum(ReadOnlySpan<char> body, Span<char> checksum)
    {
        Span<byte> bytes = stackalloc byte[TokenLength];
        var crc = Crc32.Of(bytes[..Encoding.ASCII.GetBytes(body, bytes)]);
        Span<char> digits = stackalloc char[ChecksumLength];
        var count = 0;
        do
        {
            digits[count++] = Digits[(int)(crc % 62)];
            crc /= 62;
        }
        while (crc != 0);

        checksum.Fill('0');
        digits[..count].CopyTo(checksum[^count..]);
    }
}
