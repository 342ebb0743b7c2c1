namespace Portal.Identity.Clients;

/// <summary>The clients that the operator configures (<c>Portal:Clients</c>, oauth contract, section 3.6).</summary>
public sealed class StaticClientOptions
{
    /// <summary>Where <see cref="Clients"/> lies.</summary>
    public const string Section = "Portal";

    public IReadOnlyList<Entry> Clients { get; init; } = [];

    /// <summary>One client.</summary>
    public sealed class Entry
    {
        /// <summary>A ULID. Required.</summary>
        public string? ClientId { get; init; }

        /// <summary>One of <see cref="ClientAuthMethod.Supported"/>. Required.</summary>
        public string? ClientAuthMethod { get; init; }

        /// <summary>For methods with a secret: this or <see cref="ClientSecretFile"/>.</summary>
        public string? ClientSecret { get; init; }

        /// <summary>A file with the secret; space around it is not part of it.</summary>
        public string? ClientSecretFile { get; init; }

        /// <summary>For <c>private_key_jwt</c>: a JSON Web Key Set as text; this or <see cref="JwksUri"/>.</summary>
        public string? Jwks { get; init; }

        /// <summary>Where the key set can be fetched.</summary>
        public string? JwksUri { get; init; }

        public string? ClientName { get; init; }

        public string? ClientUri { get; init; }

        public IReadOnlyList<string> RedirectUris { get; init; } = [];

        /// <summary>Where the browser may go after signing out.</summary>
        public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

        /// <summary>Where the client learns that a person signed out.</summary>
        public string? BackchannelLogoutUri { get; init; }

        /// <summary>Whether an authorization request needs PKCE. Default <see langword="true"/>; only a client with credentials may do without (D28).</summary>
        public bool PkceRequired { get; init; } = true;

        /// <summary>Whether it gets tokens only with a DPoP proof (RFC 9449 §5.2). Default <see langword="false"/>.</summary>
        public bool DpopBoundAccessTokens { get; init; }

        /// <summary>The secret, from where it is; <see langword="null"/> if there is none.</summary>
        /// <exception cref="IOException">The file cannot be read.</exception>
        internal string? ReadSecret() => ClientSecretFile is null ? ClientSecret : File.ReadAllText(ClientSecretFile).Trim();
    }
}
