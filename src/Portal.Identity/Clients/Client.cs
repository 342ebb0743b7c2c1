namespace Portal.Identity.Clients;

/// <summary>A program that acts for people, or for itself: registered by itself (RFC 7591), configured by the operator, or found at the address that is its <c>client_id</c>.</summary>
public sealed class Client
{
    /// <summary>How long a logo is shown before it is fetched again.</summary>
    public static readonly TimeSpan LogoLifetime = TimeSpan.FromDays(30);

    private Client() { } // EF

    public Guid Id { get; private init; }

    /// <summary>The <c>client_id</c>, as it goes over the wire.</summary>
    public string ClientId => IdUrl ?? Protocol.Ulid.Encode(Id);

    /// <summary>The <c>client_id</c> of a client that publishes its metadata there; unique, and <see langword="null"/> for all others.</summary>
    public string? IdUrl { get; private set; }

    /// <summary>When that metadata was last read.</summary>
    public DateTimeOffset? DocumentFetchedAt { get; private set; }

    /// <summary>From when on it shall be read again.</summary>
    public DateTimeOffset? DocumentFreshUntil { get; private set; }

    /// <summary>Unique; <see langword="null"/> for clients with a secret and for those of the configuration.</summary>
    public string? MetadataDigest { get; private set; }

    /// <summary>The secret, which some methods need in clear, under the server's encryption key.</summary>
    public string? EncryptedClientSecret { get; private set; }

    public string? ApplicationType { get; private set; }

    /// <summary>Serialised URLs.</summary>
    public List<string> RedirectUris { get; private set; } = [];

    /// <summary>Those of <see cref="Protocol.GrantTypes.Registrable"/> that it asked for: a later version may answer what this one does not.</summary>
    public List<string> GrantTypes { get; private set; } = [];

    public List<string> ResponseTypes { get; private set; } = [];

    public string? ClientName { get; private set; }

    public string? LogoUri { get; private set; }

    /// <summary>Of the logo that is stored here; <see langword="null"/> while there is none.</summary>
    public string? LogoFingerprint { get; private set; }

    /// <summary>From when on the logo shall be fetched again; <see langword="null"/> if it never was.</summary>
    public DateTimeOffset? LogoDueAt { get; private set; }

    public string? ClientUri { get; private set; }

    public string? PolicyUri { get; private set; }

    public string? TosUri { get; private set; }

    /// <summary>A JSON Web Key Set as text; never beside <see cref="JwksUri"/>.</summary>
    public string? Jwks { get; private set; }

    public string? JwksUri { get; private set; }

    /// <summary><see langword="null"/> stands for RS256.</summary>
    public string? IdTokenSignedResponseAlg { get; private set; }

    /// <summary><see langword="null"/> stands for an unsigned answer.</summary>
    public string? UserinfoSignedResponseAlg { get; private set; }

    /// <summary>One of <see cref="ClientAuthMethod.Supported"/>.</summary>
    public string TokenEndpointAuthMethod { get; private set; } = ClientAuthMethod.Basic;

    public string? TokenEndpointAuthSigningAlg { get; private set; }

    public string? InitiateLoginUri { get; private set; }

    /// <summary>Where the browser may go after signing out (RP-Initiated Logout §3.1); serialised URLs, <see langword="null"/> for nowhere.</summary>
    public List<string>? PostLogoutRedirectUris { get; private set; }

    /// <summary>Where it wants to learn that a person signed out (Back-Channel Logout §2.2).</summary>
    public string? BackchannelLogoutUri { get; private set; }

    /// <summary>Whether its requests count only when it has pushed them (RFC 9126 §6).</summary>
    public bool RequirePushedAuthorizationRequests { get; private set; }

    /// <summary>Whether it gets tokens only if it proves that it has a key, and they are bound to that key (RFC 9449 §5.2).</summary>
    public bool DpopBoundAccessTokens { get; private set; }

    /// <summary>Whether the operator's configuration names it; everyone else registered themselves.</summary>
    public bool IsStatic { get; private set; }

    /// <summary>Whether the operator lets it do without PKCE.</summary>
    public bool IsPkceExempt { get; private set; }

    /// <summary>Whether it must prove with PKCE that it asked for the code that it redeems; a public client always (D28).</summary>
    public bool PkceRequired => IsPublic || !IsPkceExempt;

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Whether it cannot keep a secret (RFC 6749 §2.1).</summary>
    public bool IsPublic => TokenEndpointAuthMethod is ClientAuthMethod.None;

    /// <summary>Whether the client registered the grant and this version answers it; a client that cannot prove who it is never acts on its own behalf (RFC 6749 §4.4).</summary>
    public bool MayUse(string grantType) => MayUse(grantType, GrantTypes, IsPublic);

    internal static bool MayUse(string grantType, IReadOnlyList<string> registered, bool isPublic) =>
        !(isPublic && grantType is Protocol.GrantTypes.ClientCredentials) &&
        registered.Contains(grantType, StringComparer.Ordinal) && Protocol.GrantTypes.Implemented.Contains(grantType, StringComparer.Ordinal);

    /// <summary>Takes the same secret, under another encryption key.</summary>
    public void Reprotect(string encryptedSecret) => EncryptedClientSecret = encryptedSecret;

    /// <summary>A client that registers itself, after <see cref="ClientMetadataReader"/> and <see cref="ClientRegistrationPolicy"/> let it.</summary>
    /// <param name="metadata">What it said of itself; languages but the default are dropped.</param>
    /// <param name="digest">Of the same metadata; <see langword="null"/> exactly if there is a secret.</param>
    /// <param name="encryptedSecret">For methods that need one (<see cref="ClientAuthMethod.NeedsSecret"/>).</param>
    /// <param name="now">The time of registration.</param>
    public static Client Register(ClientMetadata metadata, string? digest, string? encryptedSecret, DateTimeOffset now)
    {
        var client = new Client { Id = Guid.CreateVersion7(now), MetadataDigest = digest, EncryptedClientSecret = encryptedSecret, CreatedAt = now };
        client.Describe(metadata);
        return client;
    }

    /// <summary>A client that is seen for the first time at the address that is its id; <see cref="Refresh"/> says what it is.</summary>
    public static Client Discover(Protocol.Url address, DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now), IdUrl = address.Href, CreatedAt = now };

    /// <summary>Makes the client what its document says now.</summary>
    public void Refresh(ClientDocument document, DateTimeOffset now)
    {
        Describe(document.Metadata);
        (DocumentFetchedAt, DocumentFreshUntil) = (now, now + document.FreshFor);
    }

    /// <summary>The document could not be read: the client stays what it was for now.</summary>
    public void PostponeRefresh(DateTimeOffset until) => DocumentFreshUntil = until;

    /// <summary>What the client's logo is from now on; <see langword="null"/> if there is none that can be shown.</summary>
    public void ShowLogo(string? fingerprint) => LogoFingerprint = fingerprint;

    /// <summary>Whether there is a logo to fetch.</summary>
    public bool IsLogoDue(DateTimeOffset now) => LogoUri is not null && (LogoDueAt is null || LogoDueAt <= now);

    /// <summary>Somebody fetches the logo now; nobody else need do it for long.</summary>
    public void PostponeLogo(DateTimeOffset now) => LogoDueAt = now + LogoLifetime;

    private void Describe(ClientMetadata metadata)
    {
        if (LogoUri != metadata.LogoUri?.Href)
        {
            (LogoFingerprint, LogoDueAt) = (null, null);
        }

        ApplicationType = metadata.ApplicationType;
        RedirectUris = [.. (metadata.RedirectUris ?? []).Select(uri => uri.Href)];
        GrantTypes = [.. Protocol.GrantTypes.Registrable.Intersect(metadata.GrantTypes, StringComparer.Ordinal)];
        ResponseTypes = [.. metadata.ResponseTypes];
        ClientName = metadata.ClientName;
        LogoUri = metadata.LogoUri?.Href;
        ClientUri = metadata.ClientUri?.Href;
        PolicyUri = metadata.PolicyUri?.Href;
        TosUri = metadata.TosUri?.Href;
        Jwks = metadata.Jwks;
        JwksUri = metadata.JwksUri?.Href;
        IdTokenSignedResponseAlg = metadata.IdTokenSignedResponseAlg;
        UserinfoSignedResponseAlg = metadata.UserinfoSignedResponseAlg;
        TokenEndpointAuthMethod = metadata.TokenEndpointAuthMethod;
        TokenEndpointAuthSigningAlg = metadata.TokenEndpointAuthSigningAlg;
        InitiateLoginUri = metadata.InitiateLoginUri?.Href;
        PostLogoutRedirectUris = metadata.PostLogoutRedirectUris is { } uris ? [.. uris.Select(uri => uri.Href)] : null;
        BackchannelLogoutUri = metadata.BackchannelLogoutUri?.Href;
        RequirePushedAuthorizationRequests = metadata.RequirePushedAuthorizationRequests;
        DpopBoundAccessTokens = metadata.DpopBoundAccessTokens;
    }

    /// <summary>A client that the operator configures: all grants, and no registration policy (contract section 3.6).</summary>
    /// <param name="encryptedSecret">For methods that need one.</param>
    public static Client Configure(Guid id, ConfiguredClient settings, string? encryptedSecret, DateTimeOffset now)
    {
        var client = new Client { Id = id, CreatedAt = now };
        client.Reconfigure(settings, encryptedSecret);
        return client;
    }

    /// <summary>Makes the client what the configuration says now, whatever it was before.</summary>
    /// <param name="encryptedSecret">For methods that need one.</param>
    public void Reconfigure(ConfiguredClient settings, string? encryptedSecret)
    {
        IsStatic = true;
        (IdUrl, DocumentFetchedAt, DocumentFreshUntil, MetadataDigest) = (null, null, null, null);
        (LogoUri, LogoFingerprint, LogoDueAt) = (null, null, null);
        (ApplicationType, PolicyUri, TosUri, InitiateLoginUri) = (null, null, null, null);
        (IdTokenSignedResponseAlg, UserinfoSignedResponseAlg) = (null, null);
        RequirePushedAuthorizationRequests = false;
        TokenEndpointAuthMethod = settings.AuthMethod;
        TokenEndpointAuthSigningAlg = null;
        EncryptedClientSecret = encryptedSecret;
        Jwks = settings.Jwks;
        JwksUri = settings.JwksUri;
        RedirectUris = [.. settings.RedirectUris];
        PostLogoutRedirectUris = [.. settings.PostLogoutRedirectUris];
        BackchannelLogoutUri = settings.BackchannelLogoutUri;
        GrantTypes = [.. Protocol.GrantTypes.Registrable];
        ResponseTypes = ["code"];
        ClientName = settings.ClientName;
        ClientUri = settings.ClientUri;
        IsPkceExempt = !settings.PkceRequired;
        DpopBoundAccessTokens = settings.DpopBoundAccessTokens;
    }
}
