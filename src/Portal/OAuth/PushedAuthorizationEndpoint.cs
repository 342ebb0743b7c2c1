using Portal.Hosting;
using Portal.Identity.Authorizations;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;

namespace Portal.OAuth;

/// <summary><c>POST /oauth2/par</c>: the client leaves its authorization request here before it sends the browser (RFC 9126 §2).</summary>
internal static class PushedAuthorizationEndpoint
{
    public static void MapPushedAuthorization(this IEndpointRouteBuilder routes) => routes
        .MapPost("/oauth2/par", HandleAsync)
        .RequireCors(OpenCors.Api)
        .DisableAntiforgery(); // reads no cookie: the client proves itself in the request

    private static async Task<IResult> HandleAsync(HttpContext context, ClientAuthenticator clients, DpopProofs proofs, PushedAuthorizationRequests requests, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadOAuthFormAsync();
        if (!form.Succeeded)
        {
            return new OAuthErrorResult(form.Error);
        }

        var client = await clients.AuthenticateAsync(context.Request.Authorization(), form.Value, context.GetRequester(), EndpointPaths.PushedAuthorization, cancellationToken);
        if (!client.Succeeded)
        {
            return new OAuthErrorResult(client.Error);
        }

        RequestLog.SetRequester(context, $"oauth2-client:{client.Value.ClientId}");
        var requester = await proofs.ReadRequesterAsync(context, EndpointPaths.PushedAuthorization, cancellationToken);
        if (!requester.Succeeded)
        {
            return new OAuthErrorResult(requester.Error);
        }

        var pushed = await requests.PushAsync(client.Value, form.Value, requester.Value, cancellationToken);
        if (!pushed.Succeeded)
        {
            return new OAuthErrorResult(pushed.Error);
        }

        context.Response.Headers.CacheControl = "no-cache, no-store"; // §2.2
        return TypedResults.Json(pushed.Value, statusCode: StatusCodes.Status201Created);
    }
}
