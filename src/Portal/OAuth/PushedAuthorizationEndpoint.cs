using Portal.Identity.Authorizations;
using Portal.Identity.Protocol;

namespace Portal.OAuth;

/// <summary><c>POST /oauth2/par</c>: the client leaves its authorization request here before it sends the browser (RFC 9126 §2).</summary>
internal static class PushedAuthorizationEndpoint
{
    public static void MapPushedAuthorization(this IEndpointRouteBuilder routes) => routes
        .MapPost("/" + EndpointPaths.PushedAuthorization, HandleAsync)
        .RequireCors(OpenCors.Api);

    private static async Task<IResult> HandleAsync(HttpContext context, ClientRequests clients, PushedAuthorizationRequests requests, CancellationToken cancellationToken)
    {
        var request = await clients.ReadAsync(context, EndpointPaths.PushedAuthorization, cancellationToken);
        if (!request.Succeeded)
        {
            return new OAuthErrorResult(request.Error);
        }

        var pushed = await requests.PushAsync(request.Value.Client, request.Value.Form, request.Value.Requester, cancellationToken);
        if (!pushed.Succeeded)
        {
            return new OAuthErrorResult(pushed.Error);
        }

        context.Response.Headers.CacheControl = "no-cache, no-store"; // §2.2
        return TypedResults.Json(pushed.Value, statusCode: StatusCodes.Status201Created);
    }
}
