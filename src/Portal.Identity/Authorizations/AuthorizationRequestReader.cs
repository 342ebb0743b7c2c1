using System.Buffers.Text;
using Portal.Identity.Clients;
using Portal.Identity.Dpop;
using Portal.Identity.Jose;
using Portal.Identity.Protocol;

namespace Portal.Identity.Authorizations;

/// <summary>Judges a request to <c>/authorize</c> (contract sections 4.1, 4.2 and 4.5). The order of the checks is the contract's: first whom to answer, then what.</summary>
public static class AuthorizationRequestReader
{
    /// <summary>Judges the request.</summary>
    /// <param name="form">The query, as <see cref="OAuthForm.Read"/> gives it: its error is a repeated parameter.</param>
    /// <param name="client">The client of <c>client_id</c>; <see langword="null"/> if there is none.</param>
    public static AuthorizationDecision Read(OAuthResult<OAuthForm> form, Client? client)
    {
        if (!form.Succeeded)
        {
            return OnPage(AuthorizationRefusal.RepeatedParameter, form.Error.Description);
        }

        if (AuthorizationParameters.Read(form.Value, out var parameters) is { } malformed)
        {
            return malformed;
        }

        if (client is null)
        {
            return OnPage(AuthorizationRefusal.UnknownClient, "No client with this client_id is registered here.");
        }

        if (FindTarget(form.Value, client, out var target) is { } noTarget)
        {
            return noTarget;
        }

        if (FindMode(parameters, form.Value["request"]) is not { } mode)
        {
            return OnPage(AuthorizationRefusal.IllegalResponseMode, "response_mode must be query, fragment or form_post, and not query with a token in the answer.");
        }

        var answer = new AuthorizationReturn(target, mode, parameters.State);
        var claims = ClaimsParameter.Parse(form.Value["claims"]);
        return (Refuse(parameters, client) ?? claims.Error ?? Refuse(claims.Value!)) is { } error
            ? new AuthorizationDecision.RefusedToClient(error, answer)
            : new AuthorizationDecision.Accepted(new AuthorizationRequest
            {
                ClientId = client.Id,
                Return = answer,
                Scope = parameters.Scope,
                Nonce = form.Value["nonce"],
                CodeChallenge = parameters.CodeChallenge,
                KeyThumbprint = parameters.KeyThumbprint,
                LoginHint = form.Value["login_hint"],
                Prompts = parameters.Prompts,
                MaxAge = parameters.MaxAge,
                Claims = claims.Value!.Claims,
                DemandedContext = claims.Value.DemandedContext,
                Subject = claims.Value.Subject,
                IdTokenHint = form.Value["id_token_hint"],
                UiLocales = parameters.UiLocales,
                RawParameters = form.Value.Parameters,
            });
    }

    private static AuthorizationDecision.RefusedOnPage? FindTarget(OAuthForm form, Client client, out string target)
    {
        target = "";
        var requested = form["redirect_uri"] ?? (client.RedirectUris.Count == 1 ? client.RedirectUris[0] : null);
        if (requested is null)
        {
            return OnPage(AuthorizationRefusal.AmbiguousRedirectUri, "redirect_uri may be left out only by a client that registered exactly one.");
        }

        if (!RedirectUriMatcher.TryMatch(client.RedirectUris, requested, out var url))
        {
            return OnPage(AuthorizationRefusal.UnregisteredRedirectUri, "The client did not register this redirect_uri.");
        }

        target = url.Href;
        return null;
    }

    // A token in the query would stay in histories and logs.
    private static ResponseMode? FindMode(AuthorizationParameters parameters, string? requestObject)
    {
        var carriesToken = parameters.Asks("id_token") || parameters.Asks("token");
        var mode = parameters.ResponseMode is { } name ? ResponseModes.Find(name) : ReadMode(requestObject) ?? (carriesToken ? ResponseMode.Fragment : ResponseMode.Query);
        return mode is ResponseMode.Query && carriesToken ? null : mode;
    }

    // A request object is refused, but how the client awaits the refusal may stand in it alone (OpenID Connect Core §6.1). It decides no more than the parameter would.
    private static ResponseMode? ReadMode(string? requestObject) =>
        requestObject is not null && CompactJwt.TryParse(requestObject, out var request) && request.Text("response_mode") is { } name ? ResponseModes.Find(name) : null;

    // The table of contract section 4.2.
    private static OAuthError? Refuse(AuthorizationParameters parameters, Client client)
    {
        if (parameters.HasRequest)
        {
            return new("request_not_supported", "The parameter request is not supported.");
        }

        if (parameters.HasRequestUri)
        {
            return new("request_uri_not_supported", "The parameter request_uri is not supported.");
        }

        if (!parameters.ResponseType.All(word => word is "code" or "id_token"))
        {
            return new("unsupported_response_type", "The only response_type is code."); // words that nobody knows included (D9)
        }

        if (parameters.Asks("id_token"))
        {
            return OAuthError.UnauthorizedClient("The client may not use the implicit grant.", status: 400);
        }

        if (parameters.HasRegistration)
        {
            return new("registration_not_supported", "The parameter registration is not supported.");
        }

        if (parameters.HasContradictoryPrompt)
        {
            return OAuthError.InvalidRequest("prompt=none must be the only value of prompt.");
        }

        return client.MayUse(GrantTypes.AuthorizationCode)
            ? RefuseChallenge(parameters, client) ?? RefuseBinding(parameters, client)
            : OAuthError.UnauthorizedClient("The client did not register the grant type authorization_code.", status: 400);
    }

    private static OAuthError? Refuse(ClaimsParameter claims) => claims.DemandsOtherContext
        ? new("unmet_authentication_requirements", "This server cannot authenticate people in the way that the claim acr demands.") // OpenID Connect Core Unmet Authentication Requirements 1.0
        : null;

    // D28 and D10: half of PKCE, or its plain method, would be no protection and must not look like one.
    private static OAuthError? RefuseChallenge(AuthorizationParameters parameters, Client client)
    {
        var (challenge, method) = (parameters.CodeChallenge, parameters.CodeChallengeMethod);
        if (challenge is null)
        {
            return method is not null ? OAuthError.InvalidRequest("code_challenge_method is given without code_challenge.")
                : client.PkceRequired ? OAuthError.InvalidRequest("PKCE is required: send code_challenge and code_challenge_method=S256.")
                : null;
        }

        return method is not Pkce.Method ? OAuthError.InvalidRequest("code_challenge_method must be S256.")
            : !Pkce.IsChallenge(challenge) ? OAuthError.InvalidRequest("code_challenge must be 43 characters of base64url.")
            : null;
    }

    // Better now than after the person has allowed it.
    private static OAuthError? RefuseBinding(AuthorizationParameters parameters, Client client) =>
        parameters.KeyThumbprint is { } thumbprint && (thumbprint.Length != KeyBinding.ThumbprintLength || !Base64Url.IsValid(thumbprint)) ? OAuthError.InvalidRequest("dpop_jkt must be the SHA-256 thumbprint of a key: 43 characters of base64url.")
        : parameters.KeyThumbprint is not null || client.DpopBoundAccessTokens ? KeyBinding.Refuse(parameters.Scope)
        : null;

    private static AuthorizationDecision.RefusedOnPage OnPage(AuthorizationRefusal reason, string sentence) => new(reason, sentence);
}
