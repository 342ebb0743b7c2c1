using System.Buffers.Binary;
using Microsoft.AspNetCore.DataProtection;

namespace Portal.Pages;

/// <summary>A cookie that remembers what was begun in this browser: nobody else may go on with it.</summary>
/// <param name="name">Of the cookie.</param>
/// <param name="lifetime">How long after its creation an id is remembered.</param>
internal abstract class RememberedIds(IDataProtectionProvider dataProtection, TimeProvider clock, string name, TimeSpan lifetime)
{
    private const int MaxEntries = 8;
    private const int EntryLength = 16;
    private readonly ProtectedCookie _cookie = new(dataProtection, name);

    public bool Holds(HttpContext context, Guid id) => Read(context).Contains(id);

    public void Add(HttpContext context, Guid id)
    {
        var entries = Read(context).Where(entry => entry != id).Append(id).TakeLast(MaxEntries);
        _cookie.Set(context, [.. entries.SelectMany(entry => entry.ToByteArray(bigEndian: true))], null);
    }

    // Ids carry the time of their creation; what is older is dropped.
    private IEnumerable<Guid> Read(HttpContext context)
    {
        var oldest = clock.GetUtcNow() - lifetime;
        return (_cookie.Read(context) ?? []).Chunk(EntryLength).Where(bytes => bytes.Length == EntryLength)
            .Select(bytes => new Guid(bytes, bigEndian: true)).Where(id => CreatedAt(id) > oldest);
    }

    private static DateTimeOffset CreatedAt(Guid id)
    {
        Span<byte> bytes = stackalloc byte[EntryLength];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }
}
