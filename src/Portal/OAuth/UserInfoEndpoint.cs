using Portal.Identity.Dpop;
using Portal.Identity.Protocol;
using Portal.Identity.Tokens;

namespace Portal.OAuth;

/// <summary><c>GET</c> and <c>POST /oauth2/userinfo</c> (OpenID Connect Core §5.3; RFC 6750; RFC 9449 §7).</summary>
internal static class UserInfoEndpoint
{
    private const string BearerScheme = "Bearer ";
    private const string DpopScheme = "DPoP ";

    public static void MapUserInfo(this IEndpointRouteBuilder routes) => routes
        .MapMethods("/" + EndpointPaths.UserInfo, [HttpMethods.Get, HttpMethods.Post], HandleAsync)
        .RequireCors(OpenCors.Api);

    private static async Task<IResult> HandleAsync(HttpContext context, UserInfo userInfo, DpopProofs proofs, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadOAuthFormAsync();
        if (!form.Succeeded)
        {
            return Refuse(context, StatusCodes.Status400BadRequest, "invalid_request");
        }

        // Never from the query: addresses end up in logs (RFC 6750 §2.3).
        var (header, body) = (context.Request.Authorization(), HttpMethods.IsPost(context.Request.Method) ? form.Value["access_token"] : null);
        var scheme = header is null ? BearerScheme : Array.Find([BearerScheme, DpopScheme], scheme => header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
        if (scheme is null || (header is not null && body is not null))
        {
            return Refuse(context, StatusCodes.Status400BadRequest, "invalid_request");
        }

        if ((header?[scheme.Length..].Trim() ?? body) is not { Length: > 0 } token)
        {
            return Refuse(context, StatusCodes.Status401Unauthorized, "invalid_token");
        }

        string? provenKey = null;
        if (scheme is DpopScheme)
        {
            var key = await proofs.ReadKeyAsync(context, EndpointPaths.UserInfo, token, cancellationToken);
            if (!key.Succeeded)
            {
                return RefuseProof(context, key.Error);
            }

            provenKey = key.Value;
        }

        var claims = await userInfo.FindAsync(token, provenKey, cancellationToken);
        if (!claims.Succeeded)
        {
            return scheme is DpopScheme || claims.Error == UserInfo.NeedsProof ? RefuseProof(context, claims.Error) : Refuse(context, StatusCodes.Status401Unauthorized, claims.Error.Code);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(claims.Value.Text, claims.Value.IsSigned ? "application/jwt" : "application/json");
    }

    private static IResult Refuse(HttpContext context, int status, string error)
    {
        context.Response.Headers.WWWAuthenticate = $"Bearer error=\"{error}\"";
        return TypedResults.StatusCode(status);
    }

    private static IResult RefuseProof(HttpContext context, OAuthError error)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.WWWAuthenticate = $"{DpopScheme}error=\"{error.Code}\", error_description=\"{error.Description}\", algs=\"{string.Join(' ', DpopProofVerifier.Algorithms)}\"";
        return TypedResults.StatusCode(StatusCodes.Status401Unauthorized);
    }
}
