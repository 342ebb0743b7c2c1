using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>The system's own bcrypt, in libcrypt.</summary>
internal static partial class BcryptLibrary
{
    private const string Name = "libcrypt.so.1";
    private const int DataLength = 32_768; // sizeof(struct crypt_data) of every libcrypt.so.1 that has bcrypt
    private const int HashLength = 60;

    /// <summary>Whether the library is there, and knows bcrypt.</summary>
    public static bool IsPresent()
    {
        if (!NativeLibrary.TryLoad(Name, typeof(BcryptLibrary).Assembly, DllImportSearchPath.SafeDirectories, out var library))
        {
            return false;
        }

        var present = NativeLibrary.TryGetExport(library, "crypt_rn", out _);
        NativeLibrary.Free(library);
        return present && TryHash("x"u8, "$2b$04$......................", out _);
    }

    /// <summary>Hashes as the setting says. Only the first 72 bytes count, and the phrase ends at a NUL: the caller sees to both.</summary>
    /// <param name="setting">Version, cost and salt; what follows it, as in a stored hash, is not looked at.</param>
    /// <returns><see langword="false"/> if the setting is none.</returns>
    public static bool TryHash(ReadOnlySpan<byte> phrase, string setting, out string hash)
    {
        hash = "";
        byte[] terminated = [.. phrase, 0];
        var data = Marshal.AllocHGlobal(DataLength); // one a call: several threads hash at once
        try
        {
            var cleared = new byte[DataLength];
            Marshal.Copy(cleared, 0, data, DataLength);
            var result = Crypt(terminated, Encoding.ASCII.GetBytes(setting + '\0'), data, DataLength);
            hash = result == 0 ? "" : Marshal.PtrToStringAnsi(result) ?? "";
            Marshal.Copy(cleared, 0, data, DataLength); // it holds the phrase and keys made from it
            return hash.Length == HashLength;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(terminated);
            Marshal.FreeHGlobal(data);
        }
    }

    [LibraryImport(Name, EntryPoint = "crypt_rn")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Crypt(ReadOnlySpan<byte> phrase, ReadOnlySpan<byte> setting, nint data, int size);
}
