using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Identity.Tokens;

namespace Portal.Identity.Authorizations;

/// <summary>Judges a request to <c>/authorize</c> as far as that is possible without the person.</summary>
public sealed class AuthorizationRequestJudge(IdTokenHints hints)
{
    private static readonly OAuthError WrongHint = OAuthError.InvalidRequest("id_token_hint is no ID token that this server issued to the client, or not for the sub that claims names.");

    /// <inheritdoc cref="AuthorizationRequestReader.Read"/>
    public async Task<AuthorizationDecision> JudgeAsync(OAuthResult<OAuthForm> form, Client? client)
    {
        var decision = AuthorizationRequestReader.Read(form, client);
        if (decision is not AuthorizationDecision.Accepted { Request: { IdTokenHint: { } hint } request })
        {
            return decision;
        }

        return await hints.FindSubjectAsync(hint, request.ClientId) is { } subject
            && (request.Subject is null || request.Subject == subject)
            ? new AuthorizationDecision.Accepted(request with { Subject = subject })
            : new AuthorizationDecision.RefusedToClient(WrongHint, request.Return);
    }
}
