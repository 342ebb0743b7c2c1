using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Portal.Hosting;
using Portal.Identity.Accounts.Registration;

namespace Portal.Pages.Register;

/// <summary>Remembers for an hour which registration token was shown in this browser, from the invitation to the form.</summary>
internal sealed class InvitationCookie(IDataProtectionProvider dataProtection, TimeProvider clock)
{
    private const string Name = "invitation";
    private const int IdLength = 16;
    private const int Length = IdLength + sizeof(long);
    private readonly IDataProtector _protector = dataProtection.CreateProtector("invitation-cookie");

    /// <param name="tokenId">Of a token that was found good; it is looked at again at the end.</param>
    public void Set(HttpContext context, Guid tokenId)
    {
        Span<byte> content = stackalloc byte[Length];
        tokenId.TryWriteBytes(content, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(content[IdLength..], clock.GetUtcNow().ToUnixTimeSeconds());
        context.SetCookie(Name, Convert.ToBase64String(_protector.Protect(content.ToArray())), null);
    }

    public static void Delete(HttpContext context) => context.DeleteCookie(Name);

    /// <summary>The id of the token; none if none was shown, or too long ago.</summary>
    public Guid? Read(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 and < 1024 } cookie)
        {
            return null;
        }

        try
        {
            var content = _protector.Unprotect(Convert.FromBase64String(cookie));
            var shownAt = content.Length == Length ? DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(IdLength))) : default;
            return clock.GetUtcNow() < shownAt + UserRegistration.Lifetime ? new Guid(content.AsSpan(0, IdLength), bigEndian: true) : null;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null; // what cannot be read is treated as absent
        }
    }
}
