using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Portal.Hosting;

namespace Portal.Pages;

/// <summary>A cookie that only we can write and read: its browser keeps for us what is of no use to anybody else.</summary>
/// <param name="name">Of the cookie, and the purpose of its protection: what is in one cannot be put into another.</param>
internal sealed class ProtectedCookie(IDataProtectionProvider dataProtection, string name)
{
    // More than that no browser keeps (RFC 6265 §6.1).
    private const int MaxLength = 4096;
    private readonly IDataProtector _protector = dataProtection.CreateProtector($"{name}-cookie");

    /// <param name="lifetime">None: until the browser is closed. What must not be believed later carries its own time.</param>
    public void Set(HttpContext context, byte[] content, TimeSpan? lifetime) => context.SetCookie(name, Convert.ToBase64String(_protector.Protect(content)), lifetime);

    /// <summary>What was stored; none if there is nothing, or somebody else has written it.</summary>
    public byte[]? Read(HttpContext context)
    {
        if (context.Request.Cookies[name] is not { Length: > 0 and <= MaxLength } cookie)
        {
            return null;
        }

        try
        {
            return _protector.Unprotect(Convert.FromBase64String(cookie));
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null; // what cannot be read is treated as absent (flows contract, section 2.3)
        }
    }

    /// <summary>Makes the browser forget it, if it has any.</summary>
    public void Delete(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(name))
        {
            context.DeleteCookie(name);
        }
    }
}
