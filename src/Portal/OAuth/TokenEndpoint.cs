using Portal.Identity.Protocol;
using Portal.Identity.Tokens;

namespace Portal.OAuth;

/// <summary><c>POST /oauth2/token</c> (RFC 6749 §3.2).</summary>
internal static class TokenEndpoint
{
    public static void MapToken(this IEndpointRouteBuilder routes) => routes
        .MapPost("/" + EndpointPaths.Token, HandleAsync)
        .RequireCors(OpenCors.Api);

    private static async Task<IResult> HandleAsync(HttpContext context, ClientRequests requests, TokenService tokens, CancellationToken cancellationToken)
    {
        var request = await requests.ReadAsync(context, EndpointPaths.Token, cancellationToken);
        if (!request.Succeeded)
        {
            return new OAuthErrorResult(request.Error);
        }

        var issued = await tokens.ExchangeAsync(request.Value.Client, request.Value.Form, request.Value.Requester, cancellationToken);
        if (!issued.Succeeded)
        {
            return new OAuthErrorResult(issued.Error);
        }

        context.Response.Headers.CacheControl = "no-store"; // §5.1
        context.Response.Headers.Pragma = "no-cache";
        return TypedResults.Json(issued.Value);
    }
}
