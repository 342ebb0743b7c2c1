using Portal.Identity.Discovery;

namespace Portal.Hosting;

/// <summary>How all cookies of ours are set (flows contract, section 2.3).</summary>
internal static class PortalCookies
{
    /// <param name="lifetime">None: until the browser is closed.</param>
    public static void SetCookie(this HttpContext context, string name, string value, TimeSpan? lifetime) =>
        context.Response.Cookies.Append(name, value, Options(context, lifetime));

    public static void DeleteCookie(this HttpContext context, string name) =>
        context.Response.Cookies.Delete(name, Options(context, null));

    private static CookieOptions Options(HttpContext context, TimeSpan? lifetime)
    {
        var publicBase = context.RequestServices.GetRequiredService<IssuerAddress>().PublicBase;
        return new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = lifetime,
            Path = publicBase.AbsolutePath,
            SameSite = SameSiteMode.Lax,
            Secure = publicBase.Scheme == "https",
        };
    }
}
