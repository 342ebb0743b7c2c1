using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Portal.Identity.Sessions;

namespace Portal.Pages.Account.SecondStep;

/// <summary>Keeps recovery codes that were just drawn in the browser of their owner, until they are put away: only hashes are stored.</summary>
internal sealed class ShownCodesCookie(IDataProtectionProvider dataProtection, TimeProvider clock)
{
    private const int HeadLength = 16 + 8;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private readonly ProtectedCookie _cookie = new(dataProtection, "recovery-codes");

    public void Set(HttpContext context, SignedInPerson person, IReadOnlyList<string> codes)
    {
        var head = new byte[HeadLength];
        person.BrowserSessionId.TryWriteBytes(head, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(16), clock.GetUtcNow().UtcTicks);
        _cookie.Set(context, [.. head, .. Encoding.ASCII.GetBytes(string.Join(' ', codes))], Lifetime);
    }

    /// <summary>None if none were drawn in this session lately.</summary>
    public IReadOnlyList<string>? Read(HttpContext context, SignedInPerson person)
    {
        if (_cookie.Read(context) is not { Length: > HeadLength } content || new Guid(content.AsSpan(0, 16), bigEndian: true) != person.BrowserSessionId)
        {
            return null;
        }

        var drawnAt = new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(16)), TimeSpan.Zero);
        return clock.GetUtcNow() - drawnAt <= Lifetime ? Encoding.ASCII.GetString(content.AsSpan(HeadLength)).Split(' ') : null;
    }

    public void Delete(HttpContext context) => _cookie.Delete(context);
}
