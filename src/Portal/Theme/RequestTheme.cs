namespace Portal.Theme;

/// <summary>Which theme a page has.</summary>
internal static class RequestTheme
{
    private static readonly object Key = new();
    private static readonly object HostKey = new();

    /// <summary>That of the host name which was asked for, unless somebody chose another.</summary>
    public static SiteTheme GetTheme(this HttpContext context) =>
        context.Items[Key] as SiteTheme ?? context.RequestServices.GetRequiredService<Themes>().For(context.Items[HostKey] as string);

    /// <summary>Shows this page, and no other, in a theme.</summary>
    public static void UseTheme(this HttpContext context, SiteTheme theme) => context.Items[Key] = theme;

    /// <summary>Keeps the host name that the request names. It chooses a look and nothing else: no address is ever made from it.</summary>
    public static void KeepHost(this HttpContext context) => context.Items[HostKey] = context.Request.Host.Host;
}
