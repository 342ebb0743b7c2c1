using System.Text.Json.Serialization;
using Portal.Hosting;
using Portal.Identity.Legacy;

namespace Portal.Legacy;

/// <summary><c>POST /_matrix/client/{version}/refresh</c> (compat contract, section 9).</summary>
internal static class RefreshEndpoint
{
    public static void MapRefresh(this IEndpointRouteBuilder client) => client.MapPost("/refresh", HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, LegacyRefresh refresh, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadMatrixJsonAsync<RefreshRequest>();
        if (!request.Succeeded)
        {
            return new MatrixErrorResult(request.Error);
        }

        var refreshed = await refresh.RefreshAsync(request.Value.RefreshToken, context.GetRequester(), cancellationToken);
        if (!refreshed.Succeeded)
        {
            return new MatrixErrorResult(refreshed.Error);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(refreshed.Value);
    }

    private sealed record RefreshRequest([property: JsonPropertyName("refresh_token")] string RefreshToken)
    {
        /// <summary>Without the token.</summary>
        public override string ToString() => nameof(RefreshRequest);
    }
}
