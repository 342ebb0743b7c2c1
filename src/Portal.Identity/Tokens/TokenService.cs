using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>Exchanges grants for tokens (RFC 6749 §3.2): finds the grant type and lets it answer.</summary>
public sealed class TokenService(IEnumerable<ITokenGrant> grants)
{
    /// <param name="client">Already authenticated (§3.2.1).</param>
    /// <returns>Tokens; <c>unsupported_grant_type</c>, <c>unauthorized_client</c>, or what the grant refuses with.</returns>
    public async Task<OAuthResult<TokenResponse>> ExchangeAsync(Client client, OAuthForm form, Requester requester, CancellationToken cancellationToken)
    {
        if (form["grant_type"] is not { } grantType)
        {
            return OAuthError.InvalidRequest("grant_type is missing.");
        }

        if (grants.SingleOrDefault(grant => grant.GrantType == grantType && grant.IsEnabled) is not { } grant)
        {
            return OAuthError.UnsupportedGrantType("This grant_type is not supported.");
        }

        return client.MayUse(grantType)
            ? await grant.ExchangeAsync(client, form, requester, cancellationToken)
            : OAuthError.UnauthorizedClient("The client is not registered for this grant type.");
    }
}
