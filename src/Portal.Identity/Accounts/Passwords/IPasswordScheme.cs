namespace Portal.Identity.Accounts.Passwords;

/// <summary>One way of hashing passwords. What it makes starts with <c>$</c>, one of its <see cref="Ids"/>, and <c>$</c>.</summary>
internal interface IPasswordScheme
{
    /// <summary>The first is that of new hashes.</summary>
    IReadOnlyList<string> Ids { get; }

    /// <summary>What new hashes of this scheme cost, for the log.</summary>
    string Description { get; }

    /// <summary>The longest password with its pepper, in bytes; of more, the scheme would not see the end.</summary>
    int MaxBytes { get; }

    /// <summary>Hashes with the present parameters.</summary>
    /// <param name="pepper">A secret that is not stored with the hash; may be empty.</param>
    /// <param name="salt">Sixteen random bytes.</param>
    string Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> pepper, byte[] salt);

    /// <summary>Whether the password comes to the stored hash, with its parameters. Compares in constant time.</summary>
    /// <exception cref="PasswordHashException">The stored hash is malformed, or asks for more than this service is willing to spend.</exception>
    bool Verify(ReadOnlySpan<byte> password, ReadOnlySpan<byte> pepper, string stored);

    /// <summary>Whether a stored hash of this scheme is weaker than a new one would be.</summary>
    bool IsOutdated(string stored);

    /// <summary>A well-formed hash that no password has, as costly to check as a new one.</summary>
    /// <param name="hash">Thirty-two random bytes.</param>
    string Unmatchable(byte[] salt, byte[] hash);
}
