using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using Portal.Hosting;
using Portal.Identity.Devices;
using Portal.Identity.Protocol;

namespace Portal.OAuth;

/// <summary><c>POST /oauth2/device</c> (RFC 8628 §3.1).</summary>
internal static class DeviceAuthorizationEndpoint
{
    public static void MapDeviceAuthorization(this IEndpointRouteBuilder routes) => routes
        .MapPost("/" + EndpointPaths.DeviceAuthorization, HandleAsync)
        .RequireCors(OpenCors.Api);

    private static async Task<IResult> HandleAsync(
        HttpContext context, ClientRequests requests, DeviceAuthorization devices, IOptions<DeviceGrantOptions> options, CancellationToken cancellationToken)
    {
        if (!options.Value.DeviceCodeGrantEnabled)
        {
            return new OAuthErrorResult(OAuthError.InvalidRequest("The Device Authorization Grant is disabled."));
        }

        // A client that proves itself in the header needs no body: it asks for no scope (oauth contract, section 0.4).
        var form = IsForm(context.Request) ? await context.Request.ReadOAuthFormAsync() : OAuthForm.Empty;
        if (!form.Succeeded)
        {
            return new OAuthErrorResult(form.Error);
        }

        if (!TryReadScope(form.Value["scope"], out var scope))
        {
            return new OAuthErrorResult(OAuthError.InvalidRequest("scope must be scope tokens with single spaces between them."));
        }

        var client = await requests.AuthenticateAsync(context, form.Value, EndpointPaths.DeviceAuthorization, cancellationToken);
        if (!client.Succeeded)
        {
            return new OAuthErrorResult(client.Error);
        }

        var response = await devices.RequestAsync(client.Value, scope, context.GetRequester(), cancellationToken);
        if (!response.Succeeded)
        {
            return new OAuthErrorResult(response.Error);
        }

        context.Response.Headers.CacheControl = "no-store"; // RFC 8628 §3.2
        context.Response.Headers.Pragma = "no-cache";
        return TypedResults.Json(response.Value);
    }

    private static bool IsForm(HttpRequest request) =>
        request.ContentType?.Split(';', 2)[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    private static bool TryReadScope(string? text, [NotNullWhen(true)] out ScopeSet? scope)
    {
        scope = text is null ? ScopeSet.Empty : null;
        return scope is not null || ScopeSet.TryParse(text, out scope);
    }
}
