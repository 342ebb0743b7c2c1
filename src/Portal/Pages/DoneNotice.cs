using Portal.Hosting;

namespace Portal.Pages;

/// <summary>Carries what was just done to the page that shows it; a query could be forged by anybody who sends a link.</summary>
internal static class DoneNotice
{
    private const string Cookie = "done";

    /// <param name="key">Of the sentence to say on the next page.</param>
    public static void Set(HttpContext context, string key) => context.SetCookie(Cookie, key, TimeSpan.FromMinutes(1));

    /// <summary>The key, once; none if the page does not know it.</summary>
    public static string? Take(HttpContext context, params ReadOnlySpan<string> known)
    {
        if (context.Request.Cookies[Cookie] is not { } key)
        {
            return null;
        }

        context.DeleteCookie(Cookie);
        return known.Contains(key) ? key : null;
    }
}
