namespace Portal.Identity.Accounts.Passwords;

/// <summary>Argon2id with the parameters that OWASP and the reference library recommend: 19 MiB, 2 passes, 1 lane.</summary>
/// <param name="isPresent">Whether <see cref="Argon2Library"/> can be called.</param>
internal sealed class Argon2idScheme(bool isPresent) : IPasswordScheme
{
    private const int Version = 0x13;
    private const int Memory = 19_456; // KiB
    private const int Passes = 2;
    private const int Lanes = 1;
    private const int HashLength = 32;

    // What a stored hash may ask for: 256 MiB at most, and 1 GiB of memory traffic.
    private const int MaxMemory = 262_144;
    private const int MaxWork = 1_048_576;
    private const int MaxLanes = 16;

    public string Id => "argon2id";

    public string Description => "Argon2id, 19 MiB, 2 passes, 1 lane";

    public PhcString Hash(ReadOnlySpan<byte> password, byte[] salt) =>
        Unmatchable(salt, Argon2Library.Hash(password, salt, Passes, Memory, Lanes, HashLength));

    public byte[] Recompute(ReadOnlySpan<byte> password, PhcString stored)
    {
        if (!isPresent)
        {
            throw new PasswordHashException(
                "A password is stored as an Argon2id hash, but libargon2.so.1 cannot be loaded; install it (Debian: libargon2-1) and start again.");
        }

        var (memory, passes, lanes) = Read(stored);
        var acceptable =
            stored.Version == Version &&
            lanes is >= 1 and <= MaxLanes && passes >= 1 &&
            memory >= 8 * lanes && memory <= MaxMemory && (long)memory * passes <= MaxWork &&
            stored.Salt.Length is >= 8 and <= 64 && stored.Hash.Length is >= 16 and <= 64;
        return acceptable
            ? Argon2Library.Hash(password, stored.Salt, passes, memory, lanes, stored.Hash.Length)
            : throw new PasswordHashException("A stored Argon2id hash has parameters outside of what is accepted.");
    }

    public bool IsOutdated(PhcString stored)
    {
        var (memory, passes, _) = Read(stored);
        return memory < Memory || passes < Passes || stored.Hash.Length < HashLength;
    }

    public PhcString Unmatchable(byte[] salt, byte[] hash) => new(
        Id, Version, new OrderedDictionary<string, int>(StringComparer.Ordinal) { ["m"] = Memory, ["t"] = Passes, ["p"] = Lanes }, salt, hash);

    private static (int Memory, int Passes, int Lanes) Read(PhcString stored) => (
        stored.Parameters.GetValueOrDefault("m"), stored.Parameters.GetValueOrDefault("t"), stored.Parameters.GetValueOrDefault("p"));
}
