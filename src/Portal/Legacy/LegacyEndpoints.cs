using Portal.OAuth;

namespace Portal.Legacy;

/// <summary>The Matrix login of before OAuth, which the portal answers in place of the homeserver (compat contract, section 1).</summary>
internal static class LegacyEndpoints
{
    // Whatever version a client names: it has no effect.
    private const string Client = "/_matrix/client/{version}";

    public static void MapLegacy(this IEndpointRouteBuilder routes)
    {
        var client = routes.MapGroup(Client).RequireCors(OpenCors.Matrix);
        client.MapLoginFlows();
        client.MapLogin();
        client.MapRefresh();
        client.MapLogout();
        client.MapLogoutAll();
        routes.MapGroup(Client).MapSsoRedirect(); // a browser goes there, no script
    }
}
