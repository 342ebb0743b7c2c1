namespace Portal.Identity.Keys;

/// <summary>The keys that sign tokens (<c>Portal:Secrets</c>).</summary>
public sealed class SigningKeyOptions
{
    public const string Section = "Portal:Secrets";

    /// <summary>How long a key that the portal made signs before the next one takes over. Default 90 days, at least 2 days; zero keeps it for ever.</summary>
    public TimeSpan SigningKeyLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Keys of the operator's own. With any of them the portal makes none, and rotates none.</summary>
    public IList<ConfiguredKey> Keys { get; init; } = [];

    /// <summary>A folder of which every file is such a key, without password.</summary>
    public string? KeysDirectory { get; set; }

    /// <summary>A private key: RSA, or EC on P-256, P-384 or secp256k1; PKCS#1, SEC1 or PKCS#8; PEM, or DER in a file.</summary>
    public sealed class ConfiguredKey
    {
        /// <summary>PEM.</summary>
        public string? Key { get; set; }

        /// <summary>Instead of <see cref="Key"/>.</summary>
        public string? KeyFile { get; set; }

        /// <summary>Of an encrypted key, and of no other.</summary>
        public string? Password { get; set; }

        /// <summary>Instead of <see cref="Password"/>.</summary>
        public string? PasswordFile { get; set; }

        /// <summary>The <c>kid</c>; without it, the RFC 7638 thumbprint.</summary>
        public string? Kid { get; set; }
    }
}
