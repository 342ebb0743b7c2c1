using System.Text.Json.Serialization;
using Portal.Identity.Legacy;
using Portal.Identity.Protocol;

namespace Portal.Legacy;

/// <summary><c>POST /_matrix/client/{version}/logout/all</c> (compat contract, section 9).</summary>
/// <remarks>It signs out apps of the legacy login only, and does so for those that know it.</remarks>
internal static class LogoutAllEndpoint
{
    public static void MapLogoutAll(this IEndpointRouteBuilder client) => client.MapPost("/logout/all", HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, LegacyLogout logout, CancellationToken cancellationToken)
    {
        if (context.Request.ReadAccessToken() is not { } token)
        {
            return new MatrixErrorResult(MatrixError.MissingToken);
        }

        var request = await context.Request.ReadMatrixJsonAsync(absent: new LogoutAllRequest());
        if (!request.Succeeded)
        {
            return new MatrixErrorResult(request.Error);
        }

        return await logout.EndAllAsync(token, request.Value.OnlyLegacyIsFine, cancellationToken) is { } refusal ? new MatrixErrorResult(refusal) : TypedResults.Json(new object());
    }

    private sealed record LogoutAllRequest([property: JsonPropertyName("io.element.only_compat_is_fine")] bool OnlyLegacyIsFine = false);
}
