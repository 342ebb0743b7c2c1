namespace Portal.Identity.Clients;

/// <summary>What the operator says of a client, checked and in the form in which it is stored.</summary>
/// <param name="AuthMethod">One of <see cref="ClientAuthMethod.Supported"/>.</param>
/// <param name="RedirectUris">Serialised URLs.</param>
public sealed record ConfiguredClient(string AuthMethod, IReadOnlyList<string> RedirectUris, string? ClientName = null, string? ClientUri = null)
{
    /// <summary>A JSON Web Key Set as text; never beside <see cref="JwksUri"/>.</summary>
    public string? Jwks { get; init; }

    public string? JwksUri { get; init; }

    /// <summary>Serialised URLs.</summary>
    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    public string? BackchannelLogoutUri { get; init; }

    public bool PkceRequired { get; init; } = true;

    public bool DpopBoundAccessTokens { get; init; }
}
