using System.Security.Cryptography;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;

namespace Portal.Hosting;

/// <summary>Finds the encryption keys: the first one writes, all of them read.</summary>
internal static class EncryptionKeys
{
    private const string Section = "Portal:Secrets";
    private const string OwnFile = "encryption.key";
    private const int KeyLength = 32;

    /// <exception cref="ConfigurationException">They are missing or malformed.</exception>
    public static SecretProtector Read(IConfiguration configuration, DatabaseAddress database, string directory)
    {
        var (inline, file) = (configuration[$"{Section}:Encryption"], configuration[$"{Section}:EncryptionFile"]);
        if (inline is not null && file is not null)
        {
            throw new ConfigurationException($"{Section}:Encryption and {Section}:EncryptionFile are both set; keep one of them.");
        }

        if (inline is null && file is null && database.Provider == DatabaseProvider.PostgreSql)
        {
            throw new ConfigurationException(
                $"{Section}:Encryption is not set; every copy on one PostgreSQL database needs the same 64 hexadecimal digits, which `openssl rand -hex 32` makes.");
        }

        var lines = inline is not null ? [inline] : ReadOrMake(file, Path.Combine(directory, OwnFile));
        var others = configuration.GetSection($"{Section}:OtherEncryption").Get<string[]>() ?? [];
        byte[][] keys = [.. lines.Concat(others).Select(Parse)];
        return new SecretProtector(keys[0], keys[1..]);
    }

    /// <summary>Puts a new key in front of those of the file in the data directory; the ones before stay, for what is still under them.</summary>
    /// <exception cref="ConfigurationException">The keys come from the configuration, where only the operator can change them.</exception>
    public static void AddToOwnFile(IConfiguration configuration, string directory)
    {
        var own = Path.Combine(directory, OwnFile);
        if (configuration[$"{Section}:Encryption"] is not null || configuration[$"{Section}:EncryptionFile"] is not null || !File.Exists(own))
        {
            throw new ConfigurationException(
                $"The encryption key comes from the configuration; put the new one into {Section}:Encryption and the old one into {Section}:OtherEncryption:0, then run `keys reencrypt`.");
        }

        var next = own + ".new";
        File.Delete(next);
        Write(next, [NewKey(), .. LinesOf(File.ReadAllText(own))]);
        File.Move(next, own, overwrite: true);
    }

    private static string[] ReadOrMake(string? configured, string own)
    {
        var path = configured ?? own;
        if (File.Exists(path))
        {
            return LinesOf(File.ReadAllText(path));
        }

        if (configured is not null)
        {
            throw new ConfigurationException($"{Section}:EncryptionFile is '{configured}', which does not exist; `openssl rand -hex 32` makes its content.");
        }

        string[] lines = [NewKey()];
        Write(own, lines);
        return lines;
    }

    private static void Write(string path, IEnumerable<string> lines)
    {
        using var stream = new FileStream(path, PrivateFiles.Options(FileMode.CreateNew));
        using var writer = new StreamWriter(stream);
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }

        writer.Flush();
        stream.Flush(flushToDisk: true);
    }

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyLength));

    private static string[] LinesOf(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } lines ? lines : [""];

    private static byte[] Parse(string text)
    {
        try
        {
            return Convert.FromHexString(text.Trim()) is { Length: KeyLength } key ? key : throw new FormatException();
        }
        catch (FormatException)
        {
            throw new ConfigurationException($"{Section}:Encryption must be 64 hexadecimal digits; `openssl rand -hex 32` makes them.");
        }
    }
}
