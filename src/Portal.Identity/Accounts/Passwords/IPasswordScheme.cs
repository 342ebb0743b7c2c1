namespace Portal.Identity.Accounts.Passwords;

/// <summary>One way of hashing passwords. What it makes starts with <c>$</c>, its <see cref="Id"/>, and <c>$</c>.</summary>
internal interface IPasswordScheme
{
    string Id { get; }

    /// <summary>What new hashes of this scheme cost, for the log.</summary>
    string Description { get; }

    /// <summary>Hashes with the present parameters and a salt of its own.</summary>
    PhcString Hash(ReadOnlySpan<byte> password, byte[] salt);

    /// <summary>Computes what the password comes to with the parameters of a stored hash.</summary>
    /// <exception cref="PasswordHashException">The parameters are absent, or beyond what this service is willing to spend.</exception>
    byte[] Recompute(ReadOnlySpan<byte> password, PhcString stored);

    /// <summary>Whether a stored hash of this scheme is weaker than a new one would be.</summary>
    bool IsOutdated(PhcString stored);

    /// <summary>A well-formed hash that no password has, as costly to check as a new one.</summary>
    PhcString Unmatchable(byte[] salt, byte[] hash);
}
