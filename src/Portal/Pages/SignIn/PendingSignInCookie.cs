using System.Buffers.Binary;
using Microsoft.AspNetCore.DataProtection;
using Portal.Identity.Accounts.SecondFactor;

namespace Portal.Pages.SignIn;

/// <summary>Remembers for a few minutes that somebody has given the right password, while they take the second step.</summary>
internal sealed class PendingSignInCookie(IDataProtectionProvider dataProtection)
{
    private const int Length = 16 + 8;
    private readonly ProtectedCookie _cookie = new(dataProtection, "pending-sign-in");

    public void Set(HttpContext context, PendingSignIn pending)
    {
        var content = new byte[Length];
        pending.UserId.TryWriteBytes(content, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(16), pending.ProvenAt.UtcTicks);
        _cookie.Set(context, content, PendingSignIn.Lifetime);
    }

    public void Delete(HttpContext context) => _cookie.Delete(context);

    /// <summary>None if nobody has given a password in this browser; it may be too old.</summary>
    public PendingSignIn? Read(HttpContext context) => _cookie.Read(context) is { Length: Length } content
        ? new PendingSignIn(new Guid(content.AsSpan(0, 16), bigEndian: true), new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(16)), TimeSpan.Zero))
        : null;
}
