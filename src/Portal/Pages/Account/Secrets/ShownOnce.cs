using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Portal.Hosting;

namespace Portal.Pages.Account.Secrets;

/// <summary>Carries a secret that was just made to the one page that shows it: in a cookie of the person's own browser that only we can read, for a minute, and once.</summary>
/// <remarks>So the page that shows it is not the answer to a form, which a reload would send again.</remarks>
internal sealed class ShownOnce(IDataProtectionProvider dataProtection, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private readonly ProtectedCookie _cookie = new(dataProtection, "shown-once");

    /// <param name="path">Of the page that shows it.</param>
    /// <param name="secret">One line.</param>
    public void Keep(HttpContext context, string path, string secret) =>
        _cookie.Set(context, Encoding.UTF8.GetBytes(string.Join('\n', PurposeOf(context, path), clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), secret)), Lifetime);

    /// <summary>The secret that was kept for this page, once; none if there is none, or it was another page's, another session's, or is too old.</summary>
    public string? Take(HttpContext context)
    {
        var content = _cookie.Read(context);
        _cookie.Delete(context);
        return content is not null && Encoding.UTF8.GetString(content).Split('\n') is [var purpose, var time, var secret]
            && purpose == PurposeOf(context, context.Request.Path)
            && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Lifetime
                ? secret
                : null;
    }

    private static string PurposeOf(HttpContext context, string? path) => $"{context.User.GetPerson()?.BrowserSessionId} {path}";
}
