using Portal.Identity.Tokens;

namespace Portal.OAuth;

/// <summary><c>GET</c> and <c>POST /oauth2/userinfo</c> (OpenID Connect Core §5.3; RFC 6750).</summary>
internal static class UserInfoEndpoint
{
    private const string Scheme = "Bearer ";

    public static void MapUserInfo(this IEndpointRouteBuilder routes) => routes
        .MapMethods("/oauth2/userinfo", [HttpMethods.Get, HttpMethods.Post], HandleAsync)
        .RequireCors(OpenCors.Api)
        .DisableAntiforgery(); // reads no cookie

    private static async Task<IResult> HandleAsync(HttpContext context, UserInfo userInfo, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadOAuthFormAsync();
        if (!form.Succeeded)
        {
            return Refuse(context, StatusCodes.Status400BadRequest, "invalid_request");
        }

        // Never from the query: addresses end up in logs (RFC 6750 §2.3).
        var (header, body) = (context.Request.Authorization(), HttpMethods.IsPost(context.Request.Method) ? form.Value["access_token"] : null);
        if (header?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == false || (header is not null && body is not null))
        {
            return Refuse(context, StatusCodes.Status400BadRequest, "invalid_request");
        }

        if ((header?[Scheme.Length..].Trim() ?? body) is not { Length: > 0 } token || await userInfo.FindAsync(token, cancellationToken) is not { } claims)
        {
            return Refuse(context, StatusCodes.Status401Unauthorized, "invalid_token");
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(claims.Text, claims.IsSigned ? "application/jwt" : "application/json");
    }

    private static IResult Refuse(HttpContext context, int status, string error)
    {
        context.Response.Headers.WWWAuthenticate = $"Bearer error=\"{error}\"";
        return TypedResults.StatusCode(status);
    }
}
