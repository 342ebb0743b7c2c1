using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Portal.Hosting;
using Portal.Identity.Accounts;

namespace Portal.Pages.Register;

/// <summary>Remembers which registrations were started in this browser: nobody else may go on with them (flows contract, section 2.3).</summary>
internal sealed class RegistrationCookie(IDataProtectionProvider dataProtection, TimeProvider clock)
{
    private const string Name = "user-registration-sessions";
    private const int MaxEntries = 8;
    private const int EntryLength = 16;
    private readonly IDataProtector _protector = dataProtection.CreateProtector("registration-cookie");

    public bool Holds(HttpContext context, Guid registrationId) => Read(context).Contains(registrationId);

    public void Add(HttpContext context, Guid registrationId)
    {
        var entries = Read(context).Append(registrationId).TakeLast(MaxEntries);
        var bytes = entries.SelectMany(id => id.ToByteArray(bigEndian: true)).ToArray();
        context.SetCookie(Name, Convert.ToBase64String(_protector.Protect(bytes)), null);
    }

    // Ids carry the time of their creation; what is older than a registration lives is dropped.
    private List<Guid> Read(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: < 2048 } cookie)
        {
            return [];
        }

        try
        {
            var oldest = clock.GetUtcNow() - UserRegistration.Lifetime;
            return [.. _protector.Unprotect(Convert.FromBase64String(cookie)).Chunk(EntryLength)
                .Select(bytes => new Guid(bytes, bigEndian: true)).Where(id => CreatedAt(id) > oldest)];
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException or ArgumentException)
        {
            return [];
        }
    }

    private static DateTimeOffset CreatedAt(Guid id)
    {
        Span<byte> bytes = stackalloc byte[EntryLength];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }
}
