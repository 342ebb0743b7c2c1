using System.Security.Cryptography;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>PBKDF2 at the OWASP floors (RFC 8018 §5.2): new hashes with HMAC-SHA-256, stored ones also with HMAC-SHA-512. The pepper is appended to the password.</summary>
internal sealed class Pbkdf2Scheme : IPasswordScheme
{
    private const int MaxIterations = 10_000_000; // about ten seconds; more is a corrupt row
    private const int HashLength = 32;

    private static readonly Dictionary<string, (HashAlgorithmName Algorithm, int Iterations)> Kinds = new(StringComparer.Ordinal)
    {
        ["pbkdf2-sha256"] = (HashAlgorithmName.SHA256, 600_000),
        ["pbkdf2-sha512"] = (HashAlgorithmName.SHA512, 210_000),
    };

    public IReadOnlyList<string> Ids { get; } = ["pbkdf2-sha256", "pbkdf2-sha512"];

    public string Description => "PBKDF2-HMAC-SHA256, 600,000 iterations";

    public int MaxBytes => int.MaxValue;

    public string Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> pepper, byte[] salt)
    {
        var (algorithm, iterations) = Kinds[Ids[0]];
        return Unmatchable(salt, Derive(password, pepper, salt, iterations, algorithm, HashLength));
    }

    public bool Verify(ReadOnlySpan<byte> password, ReadOnlySpan<byte> pepper, string stored)
    {
        var phc = PhcString.Parse(stored);
        var iterations = IterationsOf(phc);
        var acceptable =
            phc.Version is null && iterations is >= 1 and <= MaxIterations &&
            phc.Salt.Length is >= 8 and <= 64 && phc.Hash.Length is >= 16 and <= 64 &&
            phc.Parameters.GetValueOrDefault("l", phc.Hash.Length) == phc.Hash.Length;
        return acceptable
            ? CryptographicOperations.FixedTimeEquals(Derive(password, pepper, phc.Salt, iterations, Kinds[phc.Id].Algorithm, phc.Hash.Length), phc.Hash)
            : throw new PasswordHashException("A stored PBKDF2 hash has parameters outside of what is accepted.");
    }

    public bool IsOutdated(string stored)
    {
        var phc = PhcString.Parse(stored);
        return IterationsOf(phc) < Kinds[phc.Id].Iterations || phc.Hash.Length < HashLength;
    }

    public string Unmatchable(byte[] salt, byte[] hash) => new PhcString(
        Ids[0], null, new OrderedDictionary<string, int>(StringComparer.Ordinal) { ["i"] = Kinds[Ids[0]].Iterations, ["l"] = HashLength }, salt, hash).ToString();

    private static int IterationsOf(PhcString stored) => stored.Parameters.GetValueOrDefault("i");

    private static byte[] Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> pepper, byte[] salt, int iterations, HashAlgorithmName algorithm, int length)
    {
        byte[] peppered = [.. password, .. pepper];
        try
        {
            return Rfc2898DeriveBytes.Pbkdf2(peppered, salt, iterations, algorithm, length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(peppered);
        }
    }
}
