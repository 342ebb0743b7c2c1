using Portal.Identity.Legacy;
using Portal.Identity.Protocol;

namespace Portal.Legacy;

/// <summary><c>POST /_matrix/client/{version}/logout</c> (compat contract, section 9).</summary>
internal static class LogoutEndpoint
{
    public static void MapLogout(this IEndpointRouteBuilder client) => client.MapPost("/logout", HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, LegacyLogout logout, CancellationToken cancellationToken)
    {
        var refusal = context.Request.ReadAccessToken() is { } token ? await logout.EndAsync(token, cancellationToken) : MatrixError.MissingToken;
        return refusal is null ? TypedResults.Json(new object()) : new MatrixErrorResult(refusal);
    }
}
