using Portal.Hosting;
using Portal.Identity.Accounts.Registration;

namespace Portal.Pages.Register;

/// <summary>Remembers until the account exists that this browser could keep a passkey itself: only then is one offered.</summary>
internal static class PasskeyOffer
{
    private const string Cookie = "passkey-offer";

    /// <param name="form">In which a script has noted what the browser can do.</param>
    public static void Remember(HttpContext context, IFormCollection form)
    {
        if (form.Text("can_passkey") == "true")
        {
            context.SetCookie(Cookie, "true", UserRegistration.Lifetime);
        }
    }

    /// <summary>Whether to offer one; once.</summary>
    public static bool Take(HttpContext context)
    {
        var offered = context.Request.Cookies.ContainsKey(Cookie);
        if (offered)
        {
            context.DeleteCookie(Cookie);
        }

        return offered;
    }
}
