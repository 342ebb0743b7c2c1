using Portal.Hosting;
using Portal.Identity.Protocol;
using Portal.Identity.Tokens;
using Portal.Identity.Tokens.Plain;

namespace Portal.OAuth;

/// <summary><c>POST /oauth2/token</c> (RFC 6749 §3.2).</summary>
internal static class TokenEndpoint
{
    public static void MapToken(this IEndpointRouteBuilder routes) => routes
        .MapPost("/" + EndpointPaths.Token, HandleAsync)
        .RequireCors(OpenCors.Api);

    private static async Task<IResult> HandleAsync(HttpContext context, PlainExchange plain, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadOAuthFormAsync();
        if (!form.Succeeded)
        {
            return new OAuthErrorResult(form.Error);
        }

        if (!DpopProofs.IsIn(context.Request)
            && await plain.TryExchangeAsync(context.Request.Authorization(), form.Value, context.GetRequester(), cancellationToken) is var (client, response))
        {
            RequestLog.SetClient(context, client.ClientId);
            return Answer(context, response);
        }

        // What these two need costs more than the whole of the above.
        var services = context.RequestServices;
        var request = await services.GetRequiredService<ClientRequests>().ReadAsync(context, form.Value, EndpointPaths.Token, cancellationToken);
        if (!request.Succeeded)
        {
            return new OAuthErrorResult(request.Error);
        }

        var issued = await services.GetRequiredService<TokenService>().ExchangeAsync(request.Value.Client, request.Value.Form, request.Value.Requester, cancellationToken);
        return issued.Succeeded ? Answer(context, issued.Value) : new OAuthErrorResult(issued.Error);
    }

    private static IResult Answer(HttpContext context, TokenResponse response)
    {
        context.Response.Headers.CacheControl = "no-store"; // §5.1
        context.Response.Headers.Pragma = "no-cache";
        return TypedResults.Json(response);
    }
}
