using System.Security.Cryptography;
using System.Text;

namespace Portal.Identity.Keys;

/// <summary>Encrypts what the store must give back in clear: <c>base64(nonce[12] ‖ ChaCha20-Poly1305(secret) ‖ tag[16])</c> (oauth contract, section 0.4).</summary>
public sealed class SecretProtector
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly byte[] _key;

    /// <param name="key">The encryption key, 32 bytes (<c>Portal:Secrets:Encryption</c>).</param>
    public SecretProtector(byte[] key)
    {
        if (key.Length != KeyLength)
        {
            throw new ArgumentException("The encryption key must have 32 bytes.", nameof(key));
        }

        _key = key;
    }

    public string Protect(ReadOnlySpan<byte> secret)
    {
        var result = new byte[NonceLength + secret.Length + TagLength];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new ChaCha20Poly1305(_key); // one a call: an instance is not for several threads
        cipher.Encrypt(nonce, secret, result.AsSpan(NonceLength, secret.Length), result.AsSpan(NonceLength + secret.Length));
        return Convert.ToBase64String(result);
    }

    public string Protect(string secret) => Protect(Encoding.UTF8.GetBytes(secret));

    /// <exception cref="CryptographicException">The text was not protected by this key, or was changed since.</exception>
    public byte[] Unprotect(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length < NonceLength + TagLength)
        {
            throw new CryptographicException("A protected value has the wrong form.");
        }

        var data = bytes.AsSpan(0, length);
        var secret = new byte[length - NonceLength - TagLength];
        using var cipher = new ChaCha20Poly1305(_key);
        cipher.Decrypt(data[..NonceLength], data[NonceLength..^TagLength], data[^TagLength..], secret);
        return secret;
    }

    public string UnprotectText(string text) => Encoding.UTF8.GetString(Unprotect(text));

    /// <summary>A key for one purpose only, 32 bytes, derived from the encryption key (HKDF-SHA256).</summary>
    public byte[] DeriveKey(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, 32, info: Encoding.UTF8.GetBytes(purpose));
}
