using System.Globalization;
using Microsoft.Extensions.Primitives;
using Portal.Identity.Protocol;

namespace Portal.OAuth;

/// <summary>The one place where a refusal becomes HTTP (RFC 6749 §5.2).</summary>
internal sealed class OAuthErrorResult(OAuthError error) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = error.Status;
        response.Headers.WWWAuthenticate = error.Status == StatusCodes.Status401Unauthorized ? ChallengeFor(httpContext.Request) : default;
        response.Headers.CacheControl = "no-store";
        if (error.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return response.WriteAsJsonAsync(new { error = error.Code, error_description = error.Description }, httpContext.RequestAborted);
    }

    // D13: in the scheme that the client tried, and only then.
    private static StringValues ChallengeFor(HttpRequest request) =>
        request.Authorization()?.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) == true ? "Basic realm=\"oauth2\""
        : HomeserverSecret.IsBearer(request.Authorization()) ? "Bearer"
        : default(StringValues);
}
