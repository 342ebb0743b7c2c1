using Portal.Hosting;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Identity.Tokens;

namespace Portal.OAuth;

/// <summary><c>POST /oauth2/token</c> (RFC 6749 §3.2).</summary>
internal static class TokenEndpoint
{
    public static void MapToken(this IEndpointRouteBuilder routes) => routes
        .MapPost("/" + EndpointPaths.Token, HandleAsync)
        .RequireCors(OpenCors.Api)
        .DisableAntiforgery(); // reads no cookie: the client proves itself in the request

    private static async Task<IResult> HandleAsync(HttpContext context, ClientAuthenticator clients, DpopProofs proofs, TokenService tokens, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadOAuthFormAsync();
        if (!form.Succeeded)
        {
            return new OAuthErrorResult(form.Error);
        }

        var client = await clients.AuthenticateAsync(context.Request.Authorization(), form.Value, context.GetRequester(), EndpointPaths.Token, cancellationToken);
        if (!client.Succeeded)
        {
            return new OAuthErrorResult(client.Error);
        }

        RequestLog.SetRequester(context, $"oauth2-client:{client.Value.ClientId}");
        var requester = await proofs.ReadRequesterAsync(context, EndpointPaths.Token, cancellationToken);
        if (!requester.Succeeded)
        {
            return new OAuthErrorResult(requester.Error);
        }

        var issued = await tokens.ExchangeAsync(client.Value, form.Value, requester.Value, cancellationToken);
        if (!issued.Succeeded)
        {
            return new OAuthErrorResult(issued.Error);
        }

        context.Response.Headers.CacheControl = "no-store"; // §5.1
        context.Response.Headers.Pragma = "no-cache";
        return TypedResults.Json(issued.Value);
    }
}
