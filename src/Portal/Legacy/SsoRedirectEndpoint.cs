using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Discovery;
using Portal.Identity.Legacy;
using Portal.Identity.Protocol;
using Portal.Layout;
using Portal.Pages;
using Portal.Pages.Errors;
using Portal.Pages.LegacySso;

namespace Portal.Legacy;

/// <summary><c>GET /_matrix/client/{version}/login/sso/redirect</c>: a client sends a browser, to be answered with a login token (compat contract, section 10).</summary>
internal static class SsoRedirectEndpoint
{
    // Some clients send a slash at the end, others the name of a provider from before: there is one way only.
    private const string Path = "/login/sso/redirect/{provider?}";

    public static void MapSsoRedirect(this IEndpointRouteBuilder client) => client.MapGet(Path, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, SsoLogins logins, IssuerAddress address, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var login = await logins.RequestAsync(query["redirectUrl"] is [{ } redirectUrl] ? redirectUrl : null, context.GetRequester(), cancellationToken);
        return login.Succeeded ? new SeeOther(address.PublicBase.AbsoluteUri.TrimEnd('/') + LegacySsoPlaces.Of(login.Value.Id, LegacySsoPlaces.ReadAction(query)))
            : login.Error.RetryAfter is { } wait ? ErrorPages.TooMany(context, wait)
            : Refuse(context, address, login.Error);
    }

    private static IResult Refuse(HttpContext context, IssuerAddress address, OAuthError error)
    {
        // The request was to the homeserver's host, at which none of our pages is.
        var page = PageContext.Of(context) with { PathBase = address.PublicBase.AbsoluteUri.TrimEnd('/') };
        return PageResult.Of<MessagePage>(context, StatusCodes.Status400BadRequest, new
        {
            Page = page,
            Message = new Message(page.Texts["authorize.title"], page.Texts["authorize.lead"])
            {
                Icon = IconName.Broken,
                Details = (page.Texts["authorize.details"], [error.Description]),
            },
        });
    }
}
