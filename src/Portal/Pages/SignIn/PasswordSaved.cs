using Portal.Hosting;

namespace Portal.Pages.SignIn;

/// <summary>Lets the next sign-in page say that a new password was just saved; a query could be forged by anybody who sends a link.</summary>
internal static class PasswordSaved
{
    private const string Cookie = "password-saved";

    public static void Tell(HttpContext context) => context.SetCookie(Cookie, "1", TimeSpan.FromMinutes(1));

    /// <summary>Whether it was; asked once.</summary>
    public static bool Take(HttpContext context)
    {
        var told = context.Request.Cookies[Cookie] is not null;
        if (told)
        {
            context.DeleteCookie(Cookie);
        }

        return told;
    }
}
