using System.Security.Cryptography;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>Argon2id with the parameters that OWASP and the reference library recommend: 19 MiB, 2 passes, 1 lane. The pepper is the algorithm's own secret.</summary>
/// <param name="isPresent">Whether <see cref="Argon2Library"/> can be called.</param>
internal sealed class Argon2idScheme(bool isPresent) : IPasswordScheme
{
    private const string Id = "argon2id";
    private const int Version = 0x13;
    private const int HashLength = 32;

    // What a stored hash may ask for: 256 MiB at most, and 1 GiB of memory traffic.
    private const int MaxMemory = 262_144;
    private const int MaxWork = 1_048_576;
    private const int MaxLanes = 16;

    private static readonly Argon2Cost Cost = new(Memory: 19_456, Passes: 2, Lanes: 1);

    public IReadOnlyList<string> Ids { get; } = [Id];

    public string Description => "Argon2id, 19 MiB, 2 passes, 1 lane";

    public int MaxBytes => int.MaxValue;

    public string Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> pepper, byte[] salt) =>
        Unmatchable(salt, Argon2Library.Hash(password, salt, Cost, HashLength, pepper));

    public bool Verify(ReadOnlySpan<byte> password, ReadOnlySpan<byte> pepper, string stored)
    {
        var phc = PhcString.Parse(stored);
        if (!isPresent)
        {
            throw new PasswordHashException(
                "A password is stored as an Argon2id hash, but libargon2.so.1 cannot be loaded; install it (Debian: libargon2-1) and start again.");
        }

        var cost = CostOf(phc);
        var acceptable =
            phc.Version == Version &&
            cost.Lanes is >= 1 and <= MaxLanes && cost.Passes >= 1 &&
            cost.Memory >= 8 * cost.Lanes && cost.Memory <= MaxMemory && (long)cost.Memory * cost.Passes <= MaxWork &&
            phc.Salt.Length is >= 8 and <= 64 && phc.Hash.Length is >= 16 and <= 64;
        return acceptable
            ? CryptographicOperations.FixedTimeEquals(Argon2Library.Hash(password, phc.Salt, cost, phc.Hash.Length, pepper), phc.Hash)
            : throw new PasswordHashException("A stored Argon2id hash has parameters outside of what is accepted.");
    }

    public bool IsOutdated(string stored)
    {
        var phc = PhcString.Parse(stored);
        var cost = CostOf(phc);
        return cost.Memory < Cost.Memory || cost.Passes < Cost.Passes || phc.Hash.Length < HashLength;
    }

    public string Unmatchable(byte[] salt, byte[] hash) => new PhcString(
        Id, Version, new OrderedDictionary<string, int>(StringComparer.Ordinal) { ["m"] = Cost.Memory, ["t"] = Cost.Passes, ["p"] = Cost.Lanes }, salt, hash).ToString();

    private static Argon2Cost CostOf(PhcString stored) => new(
        stored.Parameters.GetValueOrDefault("m"), stored.Parameters.GetValueOrDefault("t"), stored.Parameters.GetValueOrDefault("p"));
}
