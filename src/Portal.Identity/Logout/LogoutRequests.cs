using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Identity.Tokens;

namespace Portal.Identity.Logout;

/// <summary>Judges what a client sends to the end-session endpoint (OpenID Connect RP-Initiated Logout 1.0 §2 and §3).</summary>
public sealed class LogoutRequests(ClientDirectory clients, IdTokenHints hints)
{
    private const int LongestState = 2048;

    /// <param name="form">The query, as <see cref="OAuthForm.Read"/> gives it.</param>
    public async Task<LogoutDecision> JudgeAsync(OAuthResult<OAuthForm> form, Requester requester, CancellationToken cancellationToken)
    {
        if (!form.Succeeded)
        {
            return new LogoutDecision.Refused(form.Error.Description);
        }

        var (hint, clientId, target, state) = (form.Value["id_token_hint"], form.Value["client_id"], form.Value["post_logout_redirect_uri"], form.Value["state"]);
        clientId ??= hint is null ? null : IdTokenHints.ReadAudience(hint);
        var client = await clients.FindAsync(clientId, requester, cancellationToken);
        if (clientId is not null && client is null)
        {
            return new LogoutDecision.Refused("No client with this client_id is registered here.");
        }

        if (hint is not null && (client is null || hints.FindSubject(hint, client) is null))
        {
            return new LogoutDecision.Refused("id_token_hint is no ID token that this server issued to the client.");
        }

        if (state?.Length > LongestState)
        {
            return new LogoutDecision.Refused("state is longer than 2048 characters.");
        }

        var assured = hint is not null || client?.IsStatic == true;
        if (target is null)
        {
            return new LogoutDecision.Accepted(client, null, assured);
        }

        return client is null ? new LogoutDecision.Refused("post_logout_redirect_uri needs client_id or id_token_hint beside it.")
            : RedirectUriMatcher.TryMatch(client.PostLogoutRedirectUris ?? [], target, out var url) ? new LogoutDecision.Accepted(client, WithState(url, state), assured)
            : new LogoutDecision.Refused("post_logout_redirect_uri is not one that the client registered.");
    }

    private static string WithState(Url target, string? state) => state is null ? target.Href
        : $"{target.Href}{(target.Query is null ? "?" : target.Query.Length == 0 ? "" : "&")}state={Uri.EscapeDataString(state)}";
}
