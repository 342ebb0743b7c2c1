using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Portal.Hosting;
using Portal.Identity.Sessions;

namespace Portal.Pages.Account.Confirm;

/// <summary>Keeps what was typed into a form while its sender proves who they are: in a cookie of their own browser that only we can read.</summary>
internal sealed class KeptForm(IDataProtectionProvider dataProtection)
{
    private const string Cookie = "kept-form";
    private const int MaxLength = 1024;
    private readonly IDataProtector _protector = dataProtection.CreateProtector(Cookie);

    /// <summary>Passwords are not kept, nor more than fits.</summary>
    public void Keep(HttpContext context, IFormCollection form)
    {
        var fields = form.Where(field => field.Key != PageServices.AntiforgeryField && !field.Key.Contains("password", StringComparison.OrdinalIgnoreCase));
        var text = PurposeOf(context) + QueryString.Create(fields).Value;
        if (text.Length <= MaxLength)
        {
            context.SetCookie(Cookie, _protector.Protect(text), SignedInPerson.ProofLifetime);
        }
    }

    /// <summary>What was typed into the form of this page, once; nothing if it was another's.</summary>
    public IReadOnlyDictionary<string, StringValues> Take(HttpContext context)
    {
        var nothing = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        if (context.Request.Cookies[Cookie] is not { Length: > 0 and < 4 * MaxLength } cookie)
        {
            return nothing;
        }

        context.DeleteCookie(Cookie);
        try
        {
            return _protector.Unprotect(cookie).Split('?', 2) is [var purpose, var query] && purpose == PurposeOf(context) ? QueryHelpers.ParseQuery(query) : nothing;
        }
        catch (CryptographicException)
        {
            return nothing;
        }
    }

    // One page of one person in one browser.
    private static string PurposeOf(HttpContext context) => $"{context.User.GetPerson()?.BrowserSessionId} {context.Request.Path}";
}
