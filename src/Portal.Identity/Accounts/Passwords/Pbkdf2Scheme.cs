using System.Security.Cryptography;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>PBKDF2 with HMAC-SHA-512 at the OWASP floor, for systems without libargon2 (RFC 8018 §5.2).</summary>
internal sealed class Pbkdf2Scheme : IPasswordScheme
{
    private const int Iterations = 210_000;
    private const int MaxIterations = 10_000_000; // about ten seconds; more is a corrupt row
    private const int HashLength = 32;

    public string Id => "pbkdf2-sha512";

    public string Description => "PBKDF2-HMAC-SHA512, 210,000 iterations";

    public PhcString Hash(ReadOnlySpan<byte> password, byte[] salt) => Unmatchable(salt, Derive(password, salt, Iterations, HashLength));

    public byte[] Recompute(ReadOnlySpan<byte> password, PhcString stored)
    {
        var iterations = IterationsOf(stored);
        var acceptable =
            stored.Version is null && iterations is >= 1 and <= MaxIterations &&
            stored.Salt.Length is >= 8 and <= 64 && stored.Hash.Length is >= 16 and <= 64;
        return acceptable
            ? Derive(password, stored.Salt, iterations, stored.Hash.Length)
            : throw new PasswordHashException("A stored PBKDF2 hash has parameters outside of what is accepted.");
    }

    public bool IsOutdated(PhcString stored) => IterationsOf(stored) < Iterations || stored.Hash.Length < HashLength;

    public PhcString Unmatchable(byte[] salt, byte[] hash) =>
        new(Id, null, new Dictionary<string, int>(StringComparer.Ordinal) { ["i"] = Iterations }, salt, hash);

    private static int IterationsOf(PhcString stored) => stored.Parameters.GetValueOrDefault("i");

    private static byte[] Derive(ReadOnlySpan<byte> password, byte[] salt, int iterations, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, length);
}
