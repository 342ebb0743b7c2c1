using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Identity.Protocol;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>Hashes new passwords with the newest scheme, and checks stored hashes of every scheme that is configured.</summary>
/// <remarks>
/// The version that is stored with a hash says which pepper and which form of the text it was made with; the hash itself says the
/// algorithm and its parameters (docs/decisions/0010-password-hashes.md). Slow and hungry on purpose: call it through <see cref="PasswordGate"/>.
/// </remarks>
public sealed class PasswordSchemes
{
    private const int SaltLength = 16;
    private const int HashLength = 32;

    private readonly SecretGenerator _secrets;
    private readonly IPasswordScheme[] _known;
    private readonly Dictionary<int, Entry> _entries;
    private readonly Entry _current;

    /// <summary>What is configured; without any, Argon2id where libargon2 can be loaded, else PBKDF2, decided here, once.</summary>
    public PasswordSchemes(SecretGenerator secrets, IOptions<LocalPasswordOptions> options)
        : this(secrets, options.Value.Schemes, Argon2Library.IsPresent())
    {
    }

    /// <summary>Nothing is configured.</summary>
    public PasswordSchemes(SecretGenerator secrets)
        : this(secrets, Argon2Library.IsPresent())
    {
    }

    internal PasswordSchemes(SecretGenerator secrets, bool hasArgon2)
        : this(secrets, [], hasArgon2)
    {
    }

    internal PasswordSchemes(SecretGenerator secrets, IReadOnlyList<PasswordSchemeOptions> configured, bool hasArgon2)
    {
        _secrets = secrets;
        _known = [new Argon2idScheme(hasArgon2), new Pbkdf2Scheme(), new BcryptScheme(BcryptScheme.DefaultCost, BcryptLibrary.IsPresent())];
        _entries = (configured.Count > 0 ? configured : [new() { Algorithm = hasArgon2 ? PasswordAlgorithms.Argon2id : PasswordAlgorithms.Pbkdf2 }])
            .ToDictionary(options => options.Version, EntryOf);
        _current = _entries.MaxBy(entry => entry.Key).Value;
        NobodysHash = new StoredHash(_current.Version, _current.Scheme.Unmatchable(secrets.Bytes(SaltLength), secrets.Bytes(HashLength))).ToString();
    }

    /// <summary>The scheme of new hashes and its cost, in words for the log.</summary>
    public string Current => _current.Scheme.Description;

    /// <summary>Well-formed, with the cost of a new hash, and of no password.</summary>
    internal string NobodysHash { get; }

    /// <summary>Whether the scheme of new hashes reads a password to its end: bcrypt reads 72 bytes, pepper included.</summary>
    /// <param name="password">One that <see cref="PasswordText.Check"/> accepts.</param>
    public bool Fits(string password) => Encoding.UTF8.GetByteCount(_current.Prepare(password)) + _current.Pepper.Length <= _current.Scheme.MaxBytes;

    /// <summary>Hashes a password that <see cref="PasswordText.Check"/> accepts and that <see cref="Fits"/>.</summary>
    /// <returns>At most 160 characters, which name the scheme.</returns>
    /// <exception cref="ArgumentException">The text can be no password; nothing was hashed.</exception>
    public string Hash(string password)
    {
        if (PasswordText.Check(password) is not null || !Fits(password))
        {
            throw new ArgumentException("The text can be no password; PasswordText.Check and Fits say why.", nameof(password));
        }

        var bytes = PasswordText.Encode(_current.Prepare(password));
        try
        {
            return new StoredHash(_current.Version, _current.Scheme.Hash(bytes, _current.Pepper, _secrets.Bytes(SaltLength))).ToString();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Compares a password with a stored hash.</summary>
    /// <returns><see cref="PasswordVerificationResult.SuccessRehashNeeded"/> if it is right and <see cref="Hash"/> would now hash it more strongly.</returns>
    /// <exception cref="PasswordHashException">The stored hash cannot be checked: a version that is no longer configured, an unknown algorithm, or one whose library is missing, or a corrupt row.</exception>
    public PasswordVerificationResult Verify(string stored, string password)
    {
        var hash = StoredHash.Parse(stored);
        var (entry, scheme) = (EntryOf(hash), SchemeOf(hash));

        // What can be no password was never stored as one.
        if (PasswordText.Check(password) is not null)
        {
            return PasswordVerificationResult.Failed;
        }

        var bytes = PasswordText.Encode(entry.Prepare(password));
        try
        {
            return !scheme.Verify(bytes, entry.Pepper, hash.Text) ? PasswordVerificationResult.Failed
                : IsOutdated(hash) ? PasswordVerificationResult.SuccessRehashNeeded
                : PasswordVerificationResult.Success;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Costs what <see cref="Verify"/> costs and never succeeds: for a name that nobody has, so that time does not tell.</summary>
    public PasswordVerificationResult VerifyNobody(string password) => Verify(NobodysHash, password);

    /// <summary>What should be stored in place of an old hash once the password is known to be right; none if the old one is as good.</summary>
    /// <remarks>Asked whether the password is right or not: otherwise the time that a wrong one takes would differ from that of the right one.</remarks>
    /// <exception cref="PasswordHashException">As of <see cref="Verify"/>.</exception>
    public string? Rehash(string stored, string password) =>
        IsOutdated(StoredHash.Parse(stored)) && PasswordText.Check(password) is null && Fits(password) ? Hash(password) : null;

    private bool IsOutdated(StoredHash hash) =>
        hash.Version != _current.Version || !_current.Scheme.Ids.Contains(hash.Id, StringComparer.Ordinal) || _current.Scheme.IsOutdated(hash.Text);

    private Entry EntryOf(StoredHash hash) =>
        _entries.GetValueOrDefault(hash.Version) ?? throw new PasswordHashException($"A stored password hash is of version {hash.Version}, which is not among {LocalPasswordOptions.Section}:Schemes.");

    private IPasswordScheme SchemeOf(StoredHash hash) =>
        Array.Find(_known, scheme => scheme.Ids.Contains(hash.Id, StringComparer.Ordinal))
            ?? throw new PasswordHashException("A stored password hash names no scheme that is known here.");

    private Entry EntryOf(PasswordSchemeOptions options) => new(
        options.Version,
        options.Algorithm switch
        {
            PasswordAlgorithms.Argon2id => _known[0],
            PasswordAlgorithms.Pbkdf2 => _known[1],
            PasswordAlgorithms.Bcrypt => new BcryptScheme(options.Cost ?? BcryptScheme.DefaultCost, BcryptLibrary.IsPresent()),
            _ => throw new ArgumentException("The validator let an unknown algorithm pass.", nameof(options)),
        },
        options.SecretFile is { } file ? File.ReadAllBytes(file) : Encoding.UTF8.GetBytes(options.Secret ?? ""),
        options.UnicodeNormalization);

    /// <summary>One version: how its hashes are made.</summary>
    private sealed record Entry(int Version, IPasswordScheme Scheme, byte[] Pepper, bool Normalizes)
    {
        public string Prepare(string password) => Normalizes ? password.Normalize(NormalizationForm.FormKC) : password;
    }
}
