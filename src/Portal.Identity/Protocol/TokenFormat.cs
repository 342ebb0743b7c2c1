using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Identity.Protocol;

/// <summary>What a token says of itself by its prefix.</summary>
public enum TokenKind
{
    Unknown,
    OAuthAccess,
    OAuthRefresh,

    /// <summary>Of the legacy Matrix login; also one that Synapse issued before its users came here.</summary>
    LegacyAccess,

    /// <inheritdoc cref="LegacyAccess"/>
    LegacyRefresh,

    /// <summary>Made by a person for a bot or a script.</summary>
    Personal,
}

/// <summary>The written form of tokens: <c>{prefix}_{30 random}_{6 checksum}</c>, recognisable by secret scanners and checked before any look-up.</summary>
/// <remarks>Those that Synapse issued have no form that could be checked (compat contract, section 8).</remarks>
public static class TokenFormat
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomLength = 30;
    private const int ChecksumLength = 6;
    private const int MacaroonStart = 18; // characters that hold 13 bytes
    private const int TokenLength = 3 + 1 + RandomLength + 1 + ChecksumLength;
    private static readonly SearchValues<char> DigitValues = SearchValues.Create(Digits);
    private static readonly SearchValues<char> Base64UrlValues = SearchValues.Create(Digits + "-_");

    /// <summary>A new token of the kind; it exists in one response only, the store keeps <see cref="HashOf(string)"/>.</summary>
    public static string Create(TokenKind kind, SecretGenerator secrets)
    {
        var body = $"{PrefixOf(kind)}_{secrets.Text(RandomLength)}";
        return $"{body}_{ChecksumOf(body)}";
    }

    /// <summary>The kind of a token of ours that is well formed, or of one that looks like Synapse's; <see cref="TokenKind.Unknown"/> for anything else, a wrong checksum included.</summary>
    public static TokenKind Classify(ReadOnlySpan<char> token) =>
        token.StartsWith("syt_", StringComparison.Ordinal) || IsMacaroon(token) ? TokenKind.LegacyAccess
        : token.StartsWith("syr_", StringComparison.Ordinal) ? TokenKind.LegacyRefresh
        : ClassifyOurs(token);

    /// <summary>SHA-256 of the token's ASCII bytes: all that the store knows of it.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static TokenKind ClassifyOurs(ReadOnlySpan<char> token)
    {
        if (token.Length != TokenLength || token[3] != '_' || token[^(ChecksumLength + 1)] != '_')
        {
            return TokenKind.Unknown;
        }

        var kind = token[..3] switch
        {
            "mat" => TokenKind.OAuthAccess,
            "mar" => TokenKind.OAuthRefresh,
            "mct" => TokenKind.LegacyAccess,
            "mcr" => TokenKind.LegacyRefresh,
            "mpt" => TokenKind.Personal,
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

    // What Synapse issued until 2021: a packet of four digits for its length, and then "location ", in base64url without padding.
    private static bool IsMacaroon(ReadOnlySpan<char> token)
    {
        // At every introspection: the middle of "location " stands where a group of characters begins, and few tokens have it there.
        if (token.Length < MacaroonStart || !token[8..].StartsWith("Y2F0aW9u", StringComparison.Ordinal) || token.ContainsAnyExcept(Base64UrlValues) || token.Length % 4 == 1)
        {
            return false;
        }

        Span<byte> start = stackalloc byte[15];
        Base64Url.DecodeFromChars(token[..Math.Min(token.Length, 20)], start, out _, out var length);
        return length >= 13 && start[4..13].SequenceEqual("location "u8);
    }

    private static string PrefixOf(TokenKind kind) => kind switch
    {
        TokenKind.OAuthAccess => "mat",
        TokenKind.OAuthRefresh => "mar",
        TokenKind.LegacyAccess => "mct",
        TokenKind.LegacyRefresh => "mcr",
        TokenKind.Personal => "mpt",
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
