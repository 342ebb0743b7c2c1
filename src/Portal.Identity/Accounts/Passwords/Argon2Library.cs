using System.Runtime.InteropServices;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>The reference implementation of Argon2, from the system (RFC 9106).</summary>
internal static partial class Argon2Library
{
    private const string Name = "libargon2.so.1";

    /// <summary>Whether the library and its one function that we call are there.</summary>
    public static bool IsPresent()
    {
        if (!NativeLibrary.TryLoad(Name, typeof(Argon2Library).Assembly, DllImportSearchPath.SafeDirectories, out var library))
        {
            return false;
        }

        var present = NativeLibrary.TryGetExport(library, "argon2id_hash_raw", out _);
        NativeLibrary.Free(library);
        return present;
    }

    /// <summary>Argon2id, version 0x13, without secret and associated data.</summary>
    /// <param name="passes">How many times the memory is gone through.</param>
    /// <param name="memory">In KiB.</param>
    /// <param name="lanes">Each lane is a thread.</param>
    /// <exception cref="PasswordHashException">The library refused; out of memory is the likely reason.</exception>
    public static byte[] Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int passes, int memory, int lanes, int length)
    {
        var hash = new byte[length];
        var error = HashRaw((uint)passes, (uint)memory, (uint)lanes, password, (nuint)password.Length, salt, (nuint)salt.Length, hash, (nuint)hash.Length);
        return error == 0 ? hash : throw new PasswordHashException($"libargon2 answered with error {error}.");
    }

    [LibraryImport(Name, EntryPoint = "argon2id_hash_raw")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int HashRaw(
        uint passes, uint memory, uint lanes,
        ReadOnlySpan<byte> password, nuint passwordLength,
        ReadOnlySpan<byte> salt, nuint saltLength,
        Span<byte> hash, nuint hashLength);
}
