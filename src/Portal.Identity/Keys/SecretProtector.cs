using System.Security.Cryptography;
using System.Text;

namespace Portal.Identity.Keys;

/// <summary>Encrypts what the store must give back in clear: <c>base64(nonce[12] ‖ ChaCha20-Poly1305(secret) ‖ tag[16])</c> (oauth contract, section 0.4).</summary>
public sealed class SecretProtector
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly byte[][] _keys;

    /// <param name="key">The encryption key, 32 bytes (<c>Portal:Secrets:Encryption</c>).</param>
    /// <param name="others">Keys that only read: those before, and at a change on many machines the one to come.</param>
    public SecretProtector(byte[] key, params IEnumerable<byte[]> others)
    {
        _keys = [key, .. others];
        if (Array.Exists(_keys, each => each.Length != KeyLength))
        {
            throw new ArgumentException("An encryption key must have 32 bytes.", nameof(key));
        }
    }

    public string Protect(ReadOnlySpan<byte> secret)
    {
        var result = new byte[NonceLength + secret.Length + TagLength];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new ChaCha20Poly1305(_keys[0]); // one a call: an instance is not for several threads
        cipher.Encrypt(nonce, secret, result.AsSpan(NonceLength, secret.Length), result.AsSpan(NonceLength + secret.Length));
        return Convert.ToBase64String(result);
    }

    public string Protect(string secret) => Protect(Encoding.UTF8.GetBytes(secret));

    /// <exception cref="CryptographicException">The text was not protected by any of the keys, or was changed since.</exception>
    public byte[] Unprotect(string text) => Unprotect(text, out _);

    /// <summary>The same secret under the key that writes; <see langword="null"/> if it is already.</summary>
    /// <exception cref="CryptographicException">As of <see cref="Unprotect(string)"/>.</exception>
    public string? Reprotect(string text)
    {
        var secret = Unprotect(text, out var key);
        try
        {
            return key == 0 ? null : Protect(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    public string UnprotectText(string text) => Encoding.UTF8.GetString(Unprotect(text));

    /// <summary>Keys for one purpose only, 32 bytes each, derived from the encryption keys (HKDF-SHA256). The first is for writing.</summary>
    public IReadOnlyList<byte[]> DeriveKeys(string purpose) =>
        [.. _keys.Select(key => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyLength, info: Encoding.UTF8.GetBytes(purpose)))];

    private byte[] Unprotect(string text, out int key)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length < NonceLength + TagLength)
        {
            throw new CryptographicException("A protected value has the wrong form.");
        }

        var data = bytes.AsSpan(0, length);
        var secret = new byte[length - NonceLength - TagLength];
        for (key = 0; ; key++)
        {
            try
            {
                using var cipher = new ChaCha20Poly1305(_keys[key]);
                cipher.Decrypt(data[..NonceLength], data[NonceLength..^TagLength], data[^TagLength..], secret);
                return secret;
            }
            catch (AuthenticationTagMismatchException) when (key < _keys.Length - 1)
            {
                // Perhaps it is under the next one.
            }
        }
    }
}
