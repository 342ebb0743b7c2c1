using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Portal.Hosting;
using Portal.Identity.Accounts.Deletion;

namespace Portal.Pages.SignIn;

/// <summary>Remembers for a few minutes that the owner of a deleted account has proven to be just that, while they decide whether to have it back.</summary>
internal sealed class ReturnCookie(IDataProtectionProvider dataProtection, TimeProvider clock)
{
    private const string Name = "account-return";
    private const int Length = 16 + 8 + 8;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly IDataProtector _protector = dataProtection.CreateProtector(Name);

    public void Set(HttpContext context, AccountReturn way)
    {
        var bytes = new byte[Length];
        way.UserId.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(16), way.Until.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(24), clock.GetUtcNow().UtcTicks);
        context.SetCookie(Name, Convert.ToBase64String(_protector.Protect(bytes)), Lifetime);
    }

    public static void Delete(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(Name))
        {
            context.DeleteCookie(Name);
        }
    }

    /// <summary>None if there is no such cookie, it cannot be read, or it is too old.</summary>
    public AccountReturn? Read(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 and < 1024 } cookie)
        {
            return null;
        }

        try
        {
            var bytes = _protector.Unprotect(Convert.FromBase64String(cookie)).AsSpan();
            var provenAt = new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(bytes[24..]), TimeSpan.Zero);
            return clock.GetUtcNow() - provenAt <= Lifetime
                ? new AccountReturn(new Guid(bytes[..16], bigEndian: true), new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(bytes[16..]), TimeSpan.Zero))
                : null;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
