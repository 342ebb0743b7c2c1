using System.Text;
using Portal.Identity.Protocol;

namespace Portal.Identity.Accounts.SecondFactor;

/// <summary>A key for an authenticator app, in the forms in which people bring it there.</summary>
public sealed class AuthenticatorKey
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648 §6
    private const int BitsPerCharacter = 5;
    private const int GroupLength = 4;
    private readonly byte[] _bytes;

    public AuthenticatorKey(byte[] bytes) => _bytes = bytes.Length == TimeCode.KeyLength ? bytes : throw new ArgumentException($"A key has {TimeCode.KeyLength} bytes.", nameof(bytes));

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>To be typed, in groups of four.</summary>
    public string Typed => string.Join(' ', Text.Chunk(GroupLength).Select(group => new string(group)));

    private string Text
    {
        get
        {
            // 160 bits are 32 characters, without a rest.
            var text = new StringBuilder(_bytes.Length * 8 / BitsPerCharacter);
            var (buffer, bits) = (0, 0);
            foreach (var value in _bytes)
            {
                buffer = ((buffer << 8) | value) & 0xfff;
                for (bits += 8; bits >= BitsPerCharacter; bits -= BitsPerCharacter)
                {
                    text.Append(Alphabet[(buffer >> (bits - BitsPerCharacter)) & 0x1f]);
                }
            }

            return text.ToString();
        }
    }

    public static AuthenticatorKey Draw(SecretGenerator secrets) => new(secrets.Bytes(TimeCode.KeyLength));

    /// <summary>What the picture to scan says: the form that all apps read.</summary>
    /// <param name="issuer">What the app calls us.</param>
    /// <param name="account">What the app calls the account.</param>
    public Uri ToUri(string issuer, string account) =>
        new($"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={Text}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={TimeCode.Digits}&period={TimeCode.Seconds}");

    /// <summary>Not the key.</summary>
    public override string ToString() => nameof(AuthenticatorKey);
}
