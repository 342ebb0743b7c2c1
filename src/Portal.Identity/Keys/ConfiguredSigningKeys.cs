using System.Security.Cryptography;
using System.Text;

namespace Portal.Identity.Keys;

/// <summary>Reads the signing keys that the operator brings (oauth contract, section 2).</summary>
internal static class ConfiguredSigningKeys
{
    private const int LongestFile = 64 * 1024;

    /// <summary>Those of the folder by name, then those of the list: of several that can do an algorithm the last one signs.</summary>
    /// <exception cref="FormatException">A key cannot be read or used; the sentence names its setting.</exception>
    public static IReadOnlyList<SigningKeyPair> Load(SigningKeyOptions options)
    {
        var keys = new List<SigningKeyPair>();
        if (options.KeysDirectory is { } directory)
        {
            const string Setting = $"{SigningKeyOptions.Section}:KeysDirectory";
            foreach (var file in FilesOf(directory, Setting))
            {
                keys.Add(Read(ReadFile(file, Setting), null, null, $"{Setting}, file '{Path.GetFileName(file)}',"));
            }
        }

        for (var index = 0; index < options.Keys.Count; index++)
        {
            keys.Add(Read(options.Keys[index], $"{SigningKeyOptions.Section}:Keys:{index}"));
        }

        var repeated = keys.GroupBy(key => key.KeyId, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return repeated is null ? keys : throw new FormatException($"{SigningKeyOptions.Section}:Keys holds two keys with the kid '{repeated.Key}'; give each its own.");
    }

    private static SigningKeyPair Read(SigningKeyOptions.ConfiguredKey key, string setting)
    {
        if (key.Key is null == key.KeyFile is null)
        {
            throw new FormatException($"{setting} needs either Key or KeyFile.");
        }

        if (key.Password is not null && key.PasswordFile is not null)
        {
            throw new FormatException($"{setting} has both Password and PasswordFile; keep one of them.");
        }

        var bytes = key.Key is { } inline ? Encoding.UTF8.GetBytes(inline) : ReadFile(key.KeyFile!, $"{setting}:KeyFile");
        var password = key.PasswordFile is { } file ? Encoding.UTF8.GetString(ReadFile(file, $"{setting}:PasswordFile")).Trim() : key.Password;
        return Read(bytes, password, key.Kid, setting);
    }

    private static SigningKeyPair Read(byte[] bytes, string? password, string? keyId, string setting)
    {
        var pair = TryRead(bytes, password)
            ?? throw new FormatException(password is null
                ? $"{setting} is no private key that can be read: RSA or EC, in PKCS#1, SEC1 or PKCS#8; an encrypted one needs its Password."
                : $"{setting} cannot be decrypted with its password; check the password, or remove it from a key that is not encrypted.");
        if (SigningKeyKind.Of(pair) is { } kind)
        {
            return new SigningKeyPair(pair, kind, keyId, DateTimeOffset.MinValue);
        }

        pair.Dispose();
        throw new FormatException($"{setting} is a key on a curve that is not supported; use RSA, P-256, P-384 or secp256k1.");
    }

    private static AsymmetricAlgorithm? TryRead(byte[] bytes, string? password)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var isPem = text.Contains("-----BEGIN ", StringComparison.Ordinal);
        foreach (var make in (Func<AsymmetricAlgorithm>[])[RSA.Create, ECDsa.Create])
        {
            var pair = make();
            try
            {
                Import(pair, bytes, isPem ? text : null, password);
                CryptographicOperations.ZeroMemory(pair.ExportPkcs8PrivateKey()); // a public key alone cannot
                return pair;
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException)
            {
                pair.Dispose();
            }
        }

        return null;
    }

    private static void Import(AsymmetricAlgorithm pair, byte[] bytes, string? pem, string? password)
    {
        switch (pem, password)
        {
            case ({ }, { }): pair.ImportFromEncryptedPem(pem, password); break;
            case ({ }, null): pair.ImportFromPem(pem); break;
            case (null, { }): pair.ImportEncryptedPkcs8PrivateKey(password, bytes, out _); break;
            default: ImportDer(pair, bytes); break;
        }
    }

    private static void ImportDer(AsymmetricAlgorithm pair, byte[] bytes)
    {
        try
        {
            pair.ImportPkcs8PrivateKey(bytes, out _);
        }
        catch (CryptographicException) when (pair is RSA rsa)
        {
            rsa.ImportRSAPrivateKey(bytes, out _);
        }
        catch (CryptographicException) when (pair is ECDsa ec)
        {
            ec.ImportECPrivateKey(bytes, out _);
        }
    }

    private static IEnumerable<string> FilesOf(string directory, string setting) => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal)
        : throw new FormatException($"{setting} is '{directory}', which is no folder.");

    private static byte[] ReadFile(string path, string setting)
    {
        try
        {
            return new FileInfo(path).Length <= LongestFile ? File.ReadAllBytes(path) : throw new FormatException($"{setting} is '{path}', which is too long for a key.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{setting} is '{path}', which cannot be read.", exception);
        }
    }
}
