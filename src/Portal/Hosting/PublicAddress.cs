using Portal.Theme;

namespace Portal.Hosting;

/// <summary>Makes every request look as it did to the browser: TLS ends at a proxy, and what a request says of its host is not believed (operations contract, section 6.2).</summary>
internal static class PublicAddress
{
    /// <remarks>The antiforgery check, for one, refuses to set a secure cookie on what it takes for plain HTTP.</remarks>
    public static IApplicationBuilder UsePublicAddress(this IApplicationBuilder app, Uri publicBase)
    {
        var (scheme, host) = (publicBase.Scheme, HostString.FromUriComponent(publicBase));
        return app.Use((context, next) =>
        {
            context.KeepHost();
            (context.Request.Scheme, context.Request.Host) = (scheme, host);
            return next(context);
        });
    }
}
