using Portal.Identity.Clients;
using Portal.Identity.Dpop;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>Exchanges grants for tokens (RFC 6749 §3.2): finds the grant type and lets it answer.</summary>
public sealed class TokenService(IEnumerable<ITokenGrant> grants)
{
    /// <param name="client">Already authenticated (§3.2.1).</param>
    /// <returns>Tokens; <c>unsupported_grant_type</c>, <c>unauthorized_client</c>, <c>invalid_dpop_proof</c>, or what the grant refuses with.</returns>
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

        if (!client.MayUse(grantType))
        {
            return OAuthError.UnauthorizedClient("The client is not registered for this grant type.");
        }

        if (client.DpopBoundAccessTokens && requester.ProvenKey is null)
        {
            return OAuthError.InvalidDpopProof("The client is registered for tokens that are bound to a key: send a DPoP proof."); // RFC 9449 §5.2
        }

        var issued = await grant.ExchangeAsync(client, form, requester, cancellationToken);
        return !issued.Succeeded || issued.Value.TokenType is KeyBinding.TokenType == requester.ProvenKey is not null
            ? issued
            : throw new InvalidOperationException("A token is bound exactly if its request proved a key.");
    }
}
