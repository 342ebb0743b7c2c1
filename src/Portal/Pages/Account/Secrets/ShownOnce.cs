using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Portal.Hosting;

namespace Portal.Pages.Account.Secrets;

/// <summary>Carries a secret that was just made to the page that shows it: in a cookie of the person's own browser that only we can read, for a short time, and for one session. Stored is only its hash.</summary>
/// <remarks>So the page that shows it is not the answer to a form, which a reload would send again.</remarks>
internal sealed class ShownOnce(IDataProtectionProvider dataProtection, TimeProvider clock)
{
    private readonly ProtectedCookie _cookie = new(dataProtection, "shown-once");

    /// <param name="path">Of the page that shows it.</param>
    /// <param name="secret">One line.</param>
    /// <param name="lifetime">How long it can be shown, if nobody puts it away before.</param>
    public void Keep(HttpContext context, string path, string secret, TimeSpan lifetime)
    {
        var until = (clock.GetUtcNow() + lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        _cookie.Set(context, Encoding.UTF8.GetBytes(string.Join('\n', PurposeOf(context, path), until, secret)), lifetime);
    }

    /// <summary>The secret that was kept for that page; none if there is none, or it was another page's, another session's, or its time is over.</summary>
    public string? Read(HttpContext context, string path) =>
        _cookie.Read(context) is { } content
            && Encoding.UTF8.GetString(content).Split('\n') is [var purpose, var until, var secret]
            && purpose == PurposeOf(context, path)
            && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && clock.GetUtcNow() <= DateTimeOffset.FromUnixTimeSeconds(seconds)
                ? secret
                : null;

    /// <summary>The same for the page that was asked for, and for the last time.</summary>
    public string? Take(HttpContext context)
    {
        var secret = Read(context, context.Request.Path.Value!);
        PutAway(context);
        return secret;
    }

    /// <summary>It is shown no more.</summary>
    public void PutAway(HttpContext context) => _cookie.Delete(context);

    private static string PurposeOf(HttpContext context, string path) => $"{context.User.GetPerson()?.BrowserSessionId} {path}";
}
