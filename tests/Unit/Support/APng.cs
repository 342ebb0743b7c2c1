using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Portal.Identity.Protocol;

namespace Portal.Tests.Unit.Support;

/// <summary>Pictures, good ones and others, chunk by chunk.</summary>
internal static class APng
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A square of one colour, with an alpha channel.</summary>
    public static byte[] Square(int side = 16, byte shade = 200) => File(Header(side, side), ("IDAT", Deflate(Rows(side, (side * 4) + 1, shade))), End);

    public static (string Type, byte[] Data) End => ("IEND", []);

    public static byte[] File(params (string Type, byte[] Data)[] chunks) => [.. Signature, .. chunks.SelectMany(chunk => Chunk(chunk.Type, chunk.Data))];

    public static (string Type, byte[] Data) Header(int width, int height, byte depth = 8, byte colourType = 6, byte compression = 0, byte filter = 0, byte interlace = 0)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), height);
        (data[8], data[9], data[10], data[11], data[12]) = (depth, colourType, compression, filter, interlace);
        return ("IHDR", data);
    }

    /// <summary>Rows of one value, each behind the filter 0.</summary>
    public static byte[] Rows(int count, int length, byte value = 0, byte filter = 0) =>
        [.. Enumerable.Range(0, count * length).Select(index => index % length == 0 ? filter : value)];

    public static byte[] Deflate(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var deflating = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflating.Write(bytes);
        }

        return output.ToArray();
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] typeAndData = [.. Encoding.Latin1.GetBytes(type), .. data];
        var (length, checksum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.Of(typeAndData));
        return [.. length, .. typeAndData, .. checksum];
    }
}
