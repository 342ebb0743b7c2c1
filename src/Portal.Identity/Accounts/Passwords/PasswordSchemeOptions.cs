namespace Portal.Identity.Accounts.Passwords;

/// <summary>One of the ways in which passwords are, or were, hashed here (policy contract, section 2.2).</summary>
public sealed class PasswordSchemeOptions
{
    /// <summary>Stored with each hash; 1 to 65535, and unlike every other's. The highest is that of new hashes.</summary>
    public int Version { get; init; } = 1;

    /// <summary><c>argon2id</c>, <c>bcrypt</c> or <c>pbkdf2</c>. Default: <c>argon2id</c>.</summary>
    public string Algorithm { get; init; } = "argon2id";

    /// <summary>With bcrypt: the power of two of its rounds, 10 to 16. Default 12.</summary>
    public int? Cost { get; init; }

    /// <summary>A pepper, hashed together with every password and stored with none.</summary>
    public string? Secret { get; init; }

    /// <summary>A file that holds it instead; its bytes are used as they are, a line break at the end included.</summary>
    public string? SecretFile { get; init; }

    /// <summary>Whether passwords are brought to the form NFKC first, as Synapse does.</summary>
    public bool UnicodeNormalization { get; init; }

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"{nameof(PasswordSchemeOptions)} {Version}";
}
