using Portal.Identity.Clients.Logos;
using Portal.Identity.Protocol;

namespace Portal.Pages.Consent;

/// <summary>The logos of apps, from our own origin: nobody's browser tells an app's server that its owner is about to decide.</summary>
internal static class ClientLogoEndpoint
{
    public static void MapClientLogos(this IEndpointRouteBuilder routes) => routes.MapGet("/client-logos/{client}/{fingerprint}.png", ShowAsync);

    public static string PathOf(Guid clientId, string fingerprint) => $"/client-logos/{Ulid.Encode(clientId)}/{fingerprint}.png";

    private static async Task<IResult> ShowAsync(HttpContext context, string client, string fingerprint, ClientLogos logos, CancellationToken cancellationToken)
    {
        if (await logos.FindAsync(client, fingerprint, cancellationToken) is not { } png)
        {
            return Results.NotFound();
        }

        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable"; // another picture has another address
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Results.Bytes(png, "image/png");
    }
}
