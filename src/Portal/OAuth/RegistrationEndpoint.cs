using Portal.Hosting;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;

namespace Portal.OAuth;

/// <summary><c>POST /oauth2/registration</c> (RFC 7591 §3).</summary>
internal static class RegistrationEndpoint
{
    public static void MapClientRegistration(this IEndpointRouteBuilder routes) => routes
        .MapPost("/oauth2/registration", HandleAsync)
        .RequireCors(OpenCors.Api);

    private static async Task<IResult> HandleAsync(HttpContext context, ClientRegistrar registrar, CancellationToken cancellationToken)
    {
        if (!IsJson(context.Request))
        {
            return new OAuthErrorResult(OAuthError.InvalidRequest("The body must be application/json."));
        }

        var body = await ReadBodyAsync(context.Request, cancellationToken);
        if (body is null)
        {
            return new OAuthErrorResult(OAuthError.InvalidRequest("The client metadata is longer than 64 KiB."));
        }

        var registered = await registrar.RegisterAsync(body, context.GetRequester(), cancellationToken);
        if (!registered.Succeeded)
        {
            return new OAuthErrorResult(registered.Error);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(new ClientInformation(registered.Value.Client, registered.Value.Secret), statusCode: StatusCodes.Status201Created);
    }

    private static bool IsJson(HttpRequest request) =>
        request.ContentType?.Split(';', 2)[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase) == true;

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[ClientMetadataReader.MaximumLength + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= ClientMetadataReader.MaximumLength ? buffer[..length] : null;
    }
}
