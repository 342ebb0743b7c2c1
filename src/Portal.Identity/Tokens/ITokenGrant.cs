using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

/// <summary>One value of <c>grant_type</c>: what it asks for and what it gives.</summary>
public interface ITokenGrant
{
    string GrantType { get; }

    /// <summary>Whether the operator offers it; otherwise it is answered as if it did not exist.</summary>
    bool IsEnabled => true;

    /// <param name="client">Authenticated, and registered for this grant type.</param>
    Task<OAuthResult<TokenResponse>> ExchangeAsync(Client client, OAuthForm form, Requester requester, CancellationToken cancellationToken);
}
