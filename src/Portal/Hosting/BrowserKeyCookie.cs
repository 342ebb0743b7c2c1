using Microsoft.AspNetCore.DataProtection;
using Portal.Identity.Sessions;
using Portal.Pages;

namespace Portal.Hosting;

/// <summary>By what a browser is known again when somebody signs in: a random key for each of the last accounts that did, which say nothing about anybody, kept for as long as browsers keep a cookie.</summary>
/// <remarks>It is set only when somebody has signed in, so that nobody who merely looks at a page is marked.</remarks>
internal sealed class BrowserKeyCookie(IDataProtectionProvider dataProtection)
{
    /// <summary>Most accounts that know one browser.</summary>
    public const int Most = 8;

    private static readonly object Key = new();

    // The browsers' limit.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400);
    private readonly ProtectedCookie _cookie = new(dataProtection, "browser");

    /// <summary>Who asks, with the keys of their browser.</summary>
    public Requester Introduce(HttpContext context)
    {
        IReadOnlyList<byte[]> keys = _cookie.Read(context) is { Length: <= Most * KnownBrowsers.KeyLength } known && known.Length % KnownBrowsers.KeyLength == 0 ? [.. known.Chunk(KnownBrowsers.KeyLength)] : [];
        context.Items[Key] = keys;
        return context.GetRequester() with { BrowserKeys = keys };
    }

    /// <summary>Somebody has signed in: the browser keeps the keys under which it was introduced, if it was, and the one that is new to it before them.</summary>
    public void Keep(HttpContext context, byte[]? newKey)
    {
        if (context.Items[Key] is not IReadOnlyList<byte[]> keys)
        {
            return;
        }

        byte[] kept = [.. (newKey is null ? keys : [newKey, .. keys]).Take(Most).SelectMany(key => key)];
        if (kept.Length > 0)
        {
            _cookie.Set(context, kept, Lifetime);
        }
    }
}
