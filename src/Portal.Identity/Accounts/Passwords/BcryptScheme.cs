using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>bcrypt, as Synapse and others store it: <c>$2b$</c>, cost, salt and hash. The pepper is appended to the password.</summary>
/// <param name="isPresent">Whether <see cref="BcryptLibrary"/> can be called.</param>
internal sealed partial class BcryptScheme(int cost, bool isPresent) : IPasswordScheme
{
    public const int DefaultCost = 12;

    /// <summary>bcrypt reads no further.</summary>
    public const int Limit = 72;

    private const int MaxCost = 16; // about five seconds; more is a corrupt row
    private const int SaltCharacters = 22;
    private const int HashCharacters = 31;
    private const string StandardAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const string BcryptAlphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary><c>2a</c> and <c>2y</c> are the same for every text that is UTF-8; <c>2x</c> was an error.</summary>
    public IReadOnlyList<string> Ids { get; } = ["2b", "2a", "2y"];

    public string Description => string.Create(CultureInfo.InvariantCulture, $"bcrypt, cost {cost}");

    public int MaxBytes => Limit;

    public string Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> pepper, byte[] salt) =>
        Compute(password, pepper, Setting(salt)) ?? throw new PasswordHashException("libcrypt does not hash with bcrypt.");

    public bool Verify(ReadOnlySpan<byte> password, ReadOnlySpan<byte> pepper, string stored)
    {
        if (!Form().IsMatch(stored) || CostOf(stored) > MaxCost)
        {
            throw new PasswordHashException("A stored bcrypt hash is malformed, or costs more than is accepted.");
        }

        if (!isPresent)
        {
            throw new PasswordHashException("A password is stored as a bcrypt hash, but libcrypt.so.1 cannot be loaded; install it (Debian: libcrypt1) and start again.");
        }

        var computed = Compute(password, pepper, stored) ?? throw new PasswordHashException("libcrypt does not know the version of a stored bcrypt hash.");
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(computed), Encoding.ASCII.GetBytes(stored));
    }

    public bool IsOutdated(string stored) => CostOf(stored) < cost;

    public string Unmatchable(byte[] salt, byte[] hash) => Setting(salt) + Encode(hash)[..HashCharacters];

    private string Setting(byte[] salt) => string.Create(CultureInfo.InvariantCulture, $"$2b${cost:00}${Encode(salt)[..SaltCharacters]}");

    private static string? Compute(ReadOnlySpan<byte> password, ReadOnlySpan<byte> pepper, string setting)
    {
        byte[] peppered = [.. password, .. pepper];
        try
        {
            return BcryptLibrary.TryHash(peppered, setting, out var hash) ? hash : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(peppered);
        }
    }

    private static int CostOf(string stored) => int.Parse(stored.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture);

    // The bits of base 64, in another alphabet.
    private static string Encode(byte[] bytes) =>
        string.Concat(Convert.ToBase64String(bytes).TrimEnd('=').Select(character => BcryptAlphabet[StandardAlphabet.IndexOf(character, StringComparison.Ordinal)]));

    [GeneratedRegex(@"\A\$2[aby]\$(0[4-9]|[12][0-9]|3[01])\$[./A-Za-z0-9]{53}\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
