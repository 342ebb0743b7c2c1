using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>The reference implementation of Argon2, from the system (RFC 9106).</summary>
internal static partial class Argon2Library
{
    private const string Name = "libargon2.so.1";
    private const int Version = 0x13;

    /// <summary>Whether the library and its one function that we call are there.</summary>
    public static bool IsPresent()
    {
        if (!NativeLibrary.TryLoad(Name, typeof(Argon2Library).Assembly, DllImportSearchPath.SafeDirectories, out var library))
        {
            return false;
        }

        var present = NativeLibrary.TryGetExport(library, "argon2id_ctx", out _);
        NativeLibrary.Free(library);
        return present;
    }

    /// <summary>Argon2id, version 0x13.</summary>
    /// <param name="secret">The <c>K</c> of the specification; may be empty.</param>
    /// <param name="associated">The <c>X</c> of the specification; may be empty.</param>
    /// <exception cref="PasswordHashException">The library refused; out of memory is the likely reason.</exception>
    public static byte[] Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Argon2Cost cost, int length, ReadOnlySpan<byte> secret = default, ReadOnlySpan<byte> associated = default)
    {
        var hash = new byte[length];
        using var output = new Pinned(hash);
        using var passwordBytes = new Pinned(password.ToArray());
        using var saltBytes = new Pinned(salt.ToArray());
        using var secretBytes = new Pinned(secret.ToArray());
        using var associatedBytes = new Pinned(associated.ToArray());
        var context = new Context
        {
            Output = output.Address,
            OutputLength = (uint)length,
            Password = passwordBytes.Address,
            PasswordLength = (uint)password.Length,
            Salt = saltBytes.Address,
            SaltLength = (uint)salt.Length,
            Secret = secretBytes.Address,
            SecretLength = (uint)secret.Length,
            Associated = associatedBytes.Address,
            AssociatedLength = (uint)associated.Length,
            Passes = (uint)cost.Passes,
            Memory = (uint)cost.Memory,
            Lanes = (uint)cost.Lanes,
            Threads = (uint)cost.Lanes,
            Version = Version,
        };
        var error = HashContext(ref context);
        passwordBytes.Wipe();
        secretBytes.Wipe();
        return error == 0 ? hash : throw new PasswordHashException($"libargon2 answered with error {error}.");
    }

    [LibraryImport(Name, EntryPoint = "argon2id_ctx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int HashContext(ref Context context);

    /// <summary><c>argon2_context</c> of the library's header.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Context
    {
        public nint Output;
        public uint OutputLength;
        public nint Password;
        public uint PasswordLength;
        public nint Salt;
        public uint SaltLength;
        public nint Secret;
        public uint SecretLength;
        public nint Associated;
        public uint AssociatedLength;
        public uint Passes;
        public uint Memory;
        public uint Lanes;
        public uint Threads;
        public uint Version;
        public nint Allocate;
        public nint Free;
        public uint Flags;
    }

    /// <summary>Bytes that stay where they are while the library works on them.</summary>
    private sealed class Pinned(byte[] bytes) : IDisposable
    {
        private GCHandle _handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);

        /// <summary>None for no bytes, as the library wants it.</summary>
        public nint Address => bytes.Length == 0 ? 0 : _handle.AddrOfPinnedObject();

        public void Wipe() => CryptographicOperations.ZeroMemory(bytes);

        public void Dispose() => _handle.Free();
    }
}

/// <summary>What a hash costs.</summary>
/// <param name="Memory">In KiB.</param>
/// <param name="Passes">How many times the memory is gone through.</param>
/// <param name="Lanes">Each lane is a thread.</param>
internal readonly record struct Argon2Cost(int Memory, int Passes, int Lanes);
