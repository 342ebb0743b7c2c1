using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Portal.Hosting;

namespace Portal.Pages;

/// <summary>A cookie that remembers what was begun in this browser: nobody else may go on with it.</summary>
/// <param name="name">Of the cookie.</param>
/// <param name="lifetime">How long after its creation an id is remembered.</param>
internal abstract class RememberedIds(IDataProtector protector, TimeProvider clock, string name, TimeSpan lifetime)
{
    private const int MaxEntries = 8;
    private const int EntryLength = 16;

    public bool Holds(HttpContext context, Guid id) => Read(context).Contains(id);

    public void Add(HttpContext context, Guid id)
    {
        var entries = Read(context).Where(entry => entry != id).Append(id).TakeLast(MaxEntries);
        var bytes = entries.SelectMany(entry => entry.ToByteArray(bigEndian: true)).ToArray();
        context.SetCookie(name, Convert.ToBase64String(protector.Protect(bytes)), null);
    }

    // Ids carry the time of their creation; what is older is dropped.
    private List<Guid> Read(HttpContext context)
    {
        if (context.Request.Cookies[name] is not { Length: < 2048 } cookie)
        {
            return [];
        }

        try
        {
            var oldest = clock.GetUtcNow() - lifetime;
            return [.. protector.Unprotect(Convert.FromBase64String(cookie)).Chunk(EntryLength)
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
