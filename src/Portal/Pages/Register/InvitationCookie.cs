using System.Buffers.Binary;
using Microsoft.AspNetCore.DataProtection;
using Portal.Identity.Accounts.Registration;

namespace Portal.Pages.Register;

/// <summary>Remembers for an hour which registration token was shown in this browser, from the invitation to the form.</summary>
internal sealed class InvitationCookie(IDataProtectionProvider dataProtection, TimeProvider clock)
{
    private const int IdLength = 16;
    private const int Length = IdLength + sizeof(long);
    private readonly ProtectedCookie _cookie = new(dataProtection, "invitation");

    /// <param name="tokenId">Of a token that was found good; it is looked at again at the end.</param>
    public void Set(HttpContext context, Guid tokenId)
    {
        var content = new byte[Length];
        tokenId.TryWriteBytes(content, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(IdLength), clock.GetUtcNow().ToUnixTimeSeconds());
        _cookie.Set(context, content, null);
    }

    public void Delete(HttpContext context) => _cookie.Delete(context);

    /// <summary>The id of the token; none if none was shown, or too long ago.</summary>
    public Guid? Read(HttpContext context)
    {
        if (_cookie.Read(context) is not { Length: Length } content)
        {
            return null;
        }

        var shownAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(IdLength)));
        return clock.GetUtcNow() < shownAt + UserRegistration.Lifetime ? new Guid(content.AsSpan(0, IdLength), bigEndian: true) : null;
    }
}
