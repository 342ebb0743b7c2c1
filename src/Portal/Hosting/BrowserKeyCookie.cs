using Microsoft.AspNetCore.DataProtection;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Pages;

namespace Portal.Hosting;

/// <summary>By what a browser is known again when somebody signs in: a random key that says nothing about anybody, kept for as long as browsers keep a cookie.</summary>
/// <remarks>It is set only when somebody has signed in, so that nobody who merely looks at a page is marked.</remarks>
internal sealed class BrowserKeyCookie(IDataProtectionProvider dataProtection, SecretGenerator secrets)
{
    private const int KeyLength = 32;
    private static readonly object Key = new();

    // The browsers' limit.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400);
    private readonly ProtectedCookie _cookie = new(dataProtection, "browser");

    /// <summary>Who asks, with the key of their browser: a new one where it has none.</summary>
    public Requester Introduce(HttpContext context)
    {
        var key = _cookie.Read(context) is { Length: KeyLength } known ? known : secrets.Bytes(KeyLength);
        context.Items[Key] = key;
        return context.GetRequester() with { BrowserKey = key };
    }

    /// <summary>Somebody has signed in: the browser keeps the key under which it was introduced, if it was.</summary>
    public void Keep(HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var key))
        {
            _cookie.Set(context, (byte[])key!, Lifetime);
        }
    }
}
