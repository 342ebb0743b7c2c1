using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Portal.Identity.Protocol;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>Hashes new passwords with the best scheme of this machine, and checks stored hashes of every known scheme.</summary>
/// <remarks>Slow and hungry on purpose: call it through <see cref="PasswordGate"/>.</remarks>
public sealed class PasswordSchemes
{
    private const int SaltLength = 16;
    private const int HashLength = 32;

    private readonly SecretGenerator _secrets;
    private readonly IPasswordScheme[] _known;
    private readonly IPasswordScheme _current;

    /// <summary>Argon2id where libargon2 can be loaded, else PBKDF2; decided here, once.</summary>
    public PasswordSchemes(SecretGenerator secrets)
        : this(secrets, Argon2Library.IsPresent())
    {
    }

    internal PasswordSchemes(SecretGenerator secrets, bool hasArgon2)
    {
        _secrets = secrets;
        _known = [new Argon2idScheme(hasArgon2), new Pbkdf2Scheme()];
        _current = hasArgon2 ? _known[0] : _known[1];
        NobodysHash = _current.Unmatchable(secrets.Bytes(SaltLength), secrets.Bytes(HashLength)).ToString();
    }

    /// <summary>The scheme of new hashes and its cost, in words for the log.</summary>
    public string Current => _current.Description;

    /// <summary>Well-formed, with the cost of a new hash, and of no password.</summary>
    internal string NobodysHash { get; }

    /// <summary>Hashes a password that <see cref="PasswordText.Check"/> accepts.</summary>
    /// <returns>A PHC string of at most 128 characters, which names its scheme.</returns>
    /// <exception cref="ArgumentException">The text can be no password; nothing was hashed.</exception>
    public string Hash(string password)
    {
        if (!PasswordText.TryEncode(password, out var bytes))
        {
            throw new ArgumentException("The text can be no password; PasswordText.Check says why.", nameof(password));
        }

        try
        {
            return _current.Hash(bytes, _secrets.Bytes(SaltLength)).ToString();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Compares a password with a stored hash.</summary>
    /// <returns><see cref="PasswordVerificationResult.SuccessRehashNeeded"/> if it is right and <see cref="Hash"/> would now hash it more strongly.</returns>
    /// <exception cref="PasswordHashException">The stored hash cannot be checked: an unknown scheme, or one whose library is missing, or a corrupt row.</exception>
    public PasswordVerificationResult Verify(string stored, string password)
    {
        var scheme = SchemeOf(stored);
        if (!PhcString.TryParse(stored, out var phc))
        {
            throw new PasswordHashException($"A stored {scheme.Id} hash is malformed.");
        }

        // What can be no password was never stored as one.
        if (!PasswordText.TryEncode(password, out var bytes))
        {
            return PasswordVerificationResult.Failed;
        }

        try
        {
            if (!CryptographicOperations.FixedTimeEquals(scheme.Recompute(bytes, phc), phc.Hash))
            {
                return PasswordVerificationResult.Failed;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }

        return scheme != _current || scheme.IsOutdated(phc)
            ? PasswordVerificationResult.SuccessRehashNeeded
            : PasswordVerificationResult.Success;
    }

    /// <summary>Costs what <see cref="Verify"/> costs and never succeeds: for a name that nobody has, so that time does not tell.</summary>
    public PasswordVerificationResult VerifyNobody(string password) => Verify(NobodysHash, password);

    private IPasswordScheme SchemeOf(string stored)
    {
        var id = PhcString.IdOf(stored);
        return Array.Find(_known, scheme => string.Equals(scheme.Id, id, StringComparison.Ordinal))
            ?? throw new PasswordHashException("A stored password hash names no scheme that is known here.");
    }
}
