using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens.Plain;

/// <summary>The short way to tokens, for what comes a thousand times where anything else comes once: no context, no change tracker.</summary>
/// <remarks>It only ever says "yes". Whoever does not get it asks <see cref="TokenService"/>, which decides anew and knows why.</remarks>
public sealed class PlainExchange(ClientCheck clients, IEnumerable<IPlainGrant> grants)
{
    private readonly IPlainGrant[] _grants = [.. grants];

    /// <param name="authorization">The <c>Authorization</c> header, if there is one.</param>
    /// <returns>Who asked, and the tokens; none, and nothing was changed, where there is a doubt of any kind.</returns>
    public async Task<(CheckedClient Client, TokenResponse Response)?> TryExchangeAsync(string? authorization, OAuthForm form, Requester requester, CancellationToken cancellationToken) =>
        FindGrant(form) is not null
        && await clients.FindAsync(authorization, form, requester, cancellationToken) is { } client
        && await TryExchangeAsync(client, form, requester, cancellationToken) is { } response
            ? (client, response)
            : null;

    /// <summary>The same for a client that has shown who it is.</summary>
    internal async Task<TokenResponse?> TryExchangeAsync(CheckedClient client, OAuthForm form, Requester requester, CancellationToken cancellationToken) =>
        FindGrant(form) is { } grant && requester.ProvenKey is null && !client.DpopBoundAccessTokens && client.MayUse(grant.GrantType)
            ? await grant.TryExchangeAsync(client, form, requester, cancellationToken)
            : null;

    private IPlainGrant? FindGrant(OAuthForm form)
    {
        var grantType = form["grant_type"];
        return Array.Find(_grants, grant => grant.GrantType == grantType);
    }
}
