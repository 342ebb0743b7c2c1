using Portal.Hosting;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.OAuth;

/// <summary>Reads requests of clients and finds out who sends them, the same way at every endpoint.</summary>
internal sealed class ClientRequests(ClientAuthenticator clients, DpopProofs proofs)
{
    /// <summary>The form, whose it is, and the key that it proves.</summary>
    /// <param name="endpoint">The path of the endpoint, one of <see cref="EndpointPaths"/>.</param>
    /// <returns>Refusals in the order of the checks: the form, the client, the proof.</returns>
    public async Task<OAuthResult<ClientRequest>> ReadAsync(HttpContext context, string endpoint, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadOAuthFormAsync();
        return form.Succeeded ? await ReadAsync(context, form.Value, endpoint, cancellationToken) : form.Error;
    }

    /// <summary>Whose form it is, and the key that the request proves.</summary>
    /// <inheritdoc cref="ReadAsync(HttpContext, string, CancellationToken)"/>
    public async Task<OAuthResult<ClientRequest>> ReadAsync(HttpContext context, OAuthForm form, string endpoint, CancellationToken cancellationToken)
    {
        var client = await AuthenticateAsync(context, form, endpoint, cancellationToken);
        if (!client.Succeeded)
        {
            return client.Error;
        }

        var requester = await proofs.ReadRequesterAsync(context, endpoint, cancellationToken);
        return requester.Succeeded ? new ClientRequest(client.Value, form, requester.Value) : requester.Error;
    }

    /// <summary>The client that sent the form, noted in the request log.</summary>
    /// <inheritdoc cref="ClientAuthenticator.AuthenticateAsync"/>
    public async Task<OAuthResult<Client>> AuthenticateAsync(HttpContext context, OAuthForm form, string endpoint, CancellationToken cancellationToken)
    {
        var client = await clients.AuthenticateAsync(context.Request.Authorization(), form, context.GetRequester(), endpoint, cancellationToken);
        if (client.Succeeded)
        {
            RequestLog.SetClient(context, client.Value.ClientId);
        }

        return client;
    }
}

/// <summary>What a client asks for that has shown who it is.</summary>
/// <param name="Requester">From where it asks, and with which key (RFC 9449).</param>
internal sealed record ClientRequest(Client Client, OAuthForm Form, Requester Requester);
