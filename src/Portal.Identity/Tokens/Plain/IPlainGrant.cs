using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens.Plain;

/// <summary>The plain case of one value of <c>grant_type</c>, in few statements; all other cases are for the <see cref="ITokenGrant"/> of the same type.</summary>
public interface IPlainGrant
{
    string GrantType { get; }

    /// <param name="client">Registered for this grant type, and not for tokens that are bound to a key.</param>
    /// <param name="requester">Who proved no key.</param>
    /// <returns>Tokens; none, and nothing was changed, if anything at all stands against it.</returns>
    Task<TokenResponse?> TryExchangeAsync(CheckedClient client, OAuthForm form, Requester requester, CancellationToken cancellationToken);
}
