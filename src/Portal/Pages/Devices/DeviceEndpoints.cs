using Microsoft.Extensions.Options;
using Portal.Identity.Devices;
using Portal.Pages.Errors;

namespace Portal.Pages.Devices;

/// <summary>The pages on which a person lets a device in (RFC 8628 §3.3); while there is no device grant, there are no such pages (oauth contract, D25).</summary>
internal static class DeviceEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").AddEndpointFilter(async (context, next) =>
            context.HttpContext.RequestServices.GetRequiredService<IOptions<DeviceGrantOptions>>().Value.DeviceCodeGrantEnabled
                ? await next(context)
                : ErrorPages.Page(context.HttpContext, StatusCodes.Status404NotFound));
        pages.MapLink();
        pages.MapDeviceConsent();
    }
}
