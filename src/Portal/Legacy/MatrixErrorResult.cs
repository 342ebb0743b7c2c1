using System.Text.Json.Serialization;
using Portal.Hosting;
using Portal.Identity.Protocol;

namespace Portal.Legacy;

/// <summary>The one place where a refusal becomes HTTP as Matrix clients read it (Matrix client-server API, "Standard error response").</summary>
internal sealed class MatrixErrorResult(MatrixError error) : IResult
{
    /// <summary>Whether whoever sends the request reads such answers.</summary>
    public static bool IsFor(HttpRequest request) =>
        request.Path.StartsWithSegments("/_matrix", StringComparison.OrdinalIgnoreCase) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    /// <summary>The answer where nothing but a status is known.</summary>
    public static MatrixErrorResult Of(int status) => new(status switch
    {
        StatusCodes.Status413PayloadTooLarge => MatrixError.TooLarge,
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => MatrixError.Unrecognized(status),
        >= 500 => MatrixError.Internal,
        _ => MatrixError.Unreadable,
    });

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = error.Status;
        httpContext.Response.Headers.CacheControl = "no-store";
        if (error.RetryAfter is { } wait)
        {
            httpContext.SetRetryAfter(wait);
        }

        return httpContext.Response.WriteAsJsonAsync(new Body(error.Code, error.Sentence, (long?)error.RetryAfter?.TotalMilliseconds), httpContext.RequestAborted);
    }

    private sealed record Body(
        [property: JsonPropertyName("errcode")] string Code,
        [property: JsonPropertyName("error")] string Sentence,
        [property: JsonPropertyName("retry_after_ms"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? RetryAfterMs);
}
