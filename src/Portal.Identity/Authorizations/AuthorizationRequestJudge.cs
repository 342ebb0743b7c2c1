using Microsoft.Extensions.Options;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Identity.Tokens;

namespace Portal.Identity.Authorizations;

/// <summary>Judges a request to <c>/authorize</c> as far as that is possible without the person.</summary>
public sealed class AuthorizationRequestJudge(IdTokenHints hints, IOptions<AuthorizationRequestOptions> options)
{
    private static readonly OAuthError WrongHint = OAuthError.InvalidRequest("id_token_hint is no ID token that this server issued to the client, or not for the sub that claims names.");

    private static readonly OAuthError NotPushed = OAuthError.InvalidRequest("The request must be pushed first (RFC 9126).");

    /// <inheritdoc cref="AuthorizationRequestReader.Read"/>
    /// <param name="isPushed">The client has pushed the request, or is doing so now.</param>
    public AuthorizationDecision Judge(OAuthResult<OAuthForm> form, Client? client, bool isPushed)
    {
        var decision = AuthorizationRequestReader.Read(form, client);
        if (decision is AuthorizationDecision.Accepted accepted && !isPushed && (options.Value.RequirePushedAuthorizationRequests || client!.RequirePushedAuthorizationRequests))
        {
            return new AuthorizationDecision.RefusedToClient(NotPushed, accepted.Request.Return);
        }

        if (decision is not AuthorizationDecision.Accepted { Request: { IdTokenHint: { } hint } request })
        {
            return decision;
        }

        return hints.FindSubject(hint, client!) is { } subject
            && (request.Subject is null || request.Subject == subject)
            ? new AuthorizationDecision.Accepted(request with { Subject = subject })
            : new AuthorizationDecision.RefusedToClient(WrongHint, request.Return);
    }
}
