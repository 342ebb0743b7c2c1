using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Identity.Tokens;

namespace Portal.OAuth;

/// <summary><c>POST /oauth2/revoke</c> (RFC 7009).</summary>
internal static class RevocationEndpoint
{
    private static readonly string[] Credentials = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];

    public static void MapRevocation(this IEndpointRouteBuilder routes) => routes
        .MapPost("/" + EndpointPaths.Revocation, HandleAsync)
        .RequireCors(OpenCors.Api);

    private static async Task<IResult> HandleAsync(HttpContext context, ClientRequests requests, TokenRevocation revocation, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadOAuthFormAsync();
        if (!form.Succeeded)
        {
            return new OAuthErrorResult(form.Error);
        }

        Client? client = null;
        if (NamesAClient(context.Request, form.Value))
        {
            var authenticated = await requests.AuthenticateAsync(context, form.Value, EndpointPaths.Revocation, cancellationToken);
            if (!authenticated.Succeeded)
            {
                return new OAuthErrorResult(authenticated.Error);
            }

            client = authenticated.Value;
        }

        return await revocation.RevokeAsync(client, form.Value, cancellationToken) is { } error
            ? new OAuthErrorResult(error)
            : TypedResults.Ok();
    }

    // Matrix clients may revoke a token by showing it alone (D23); whoever names a client must prove it.
    private static bool NamesAClient(HttpRequest request, OAuthForm form) =>
        request.Authorization() is not null || form["token"] is null
        || Array.Exists(Credentials, name => form[name] is not null);
}
