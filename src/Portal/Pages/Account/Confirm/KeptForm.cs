using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Portal.Hosting;

namespace Portal.Pages.Account.Confirm;

/// <summary>Keeps what was typed into a form while its sender proves who they are: in a cookie of their own browser that only we can read.</summary>
internal sealed class KeptForm(IDataProtectionProvider dataProtection)
{
    private const int MaxLength = 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly ProtectedCookie _cookie = new(dataProtection, "kept-form");

    /// <summary>Passwords are not kept, nor more than fits.</summary>
    public void Keep(HttpContext context, IFormCollection form)
    {
        var fields = form.Where(field => field.Key != PageServices.AntiforgeryField && !field.Key.Contains("password", StringComparison.OrdinalIgnoreCase));
        var text = PurposeOf(context) + QueryString.Create(fields).Value;
        if (text.Length <= MaxLength)
        {
            _cookie.Set(context, Encoding.UTF8.GetBytes(text), Lifetime);
        }
    }

    /// <summary>What was typed into the form of this page, once; nothing if it was another's.</summary>
    public IReadOnlyDictionary<string, StringValues> Take(HttpContext context)
    {
        var content = _cookie.Read(context);
        _cookie.Delete(context);
        return content is not null && Encoding.UTF8.GetString(content).Split('?', 2) is [var purpose, var query] && purpose == PurposeOf(context)
            ? QueryHelpers.ParseQuery(query)
            : new Dictionary<string, StringValues>(StringComparer.Ordinal);
    }

    // One page of one person in one browser.
    private static string PurposeOf(HttpContext context) => $"{context.User.GetPerson()?.BrowserSessionId} {context.Request.Path}";
}
