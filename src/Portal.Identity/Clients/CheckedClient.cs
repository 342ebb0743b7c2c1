namespace Portal.Identity.Clients;

/// <summary>What the plain requests of a <see cref="Client"/> need of it, once it has shown who it is.</summary>
/// <param name="ClientId">As it goes over the wire.</param>
/// <param name="AuthMethod">As of <see cref="Client.TokenEndpointAuthMethod"/>.</param>
/// <param name="GrantTypes">As of <see cref="Client.GrantTypes"/>.</param>
/// <param name="DpopBoundAccessTokens">As of <see cref="Client.DpopBoundAccessTokens"/>.</param>
/// <param name="IdTokenSignedResponseAlg">As of <see cref="Client.IdTokenSignedResponseAlg"/>.</param>
public sealed record CheckedClient(Guid Id, string ClientId, string AuthMethod, IReadOnlyList<string> GrantTypes, bool DpopBoundAccessTokens, string? IdTokenSignedResponseAlg)
{
    /// <summary>As of <see cref="Client.IsPublic"/>.</summary>
    public bool IsPublic => AuthMethod is ClientAuthMethod.None;

    /// <summary>As of <see cref="Client.MayUse(string)"/>.</summary>
    public bool MayUse(string grantType) => Client.MayUse(grantType, GrantTypes, IsPublic);
}
