using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients.Logos;

/// <summary>A picture that a stranger sent, decoded and written anew (PNG, third edition): what comes out holds pixels and nothing else.</summary>
public static class PngPicture
{
    /// <summary>Longest accepted file, in bytes; also of the one that is written.</summary>
    public const int MaximumLength = 256 * 1024;

    private const int ChunkOverhead = 12; // length, type, checksum
    private const int HighestFilter = 4;
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes the picture anew, with its critical chunks and what makes it transparent.</summary>
    /// <returns><see langword="false"/> if it is no PNG that is whole, small, not interlaced and correct to the last byte.</returns>
    public static bool TryClean(ReadOnlySpan<byte> file, [NotNullWhen(true)] out byte[]? clean)
    {
        clean = null;
        if (file.Length > MaximumLength || !TryReadChunks(file, out var chunks) || !TryFindParts(chunks, out var header, out var palette, out var compressed)
            || !TryInflate(compressed, header, out var rows))
        {
            return false;
        }

        using var output = new MemoryStream();
        output.Write(Signature);
        Write(output, "IHDR", chunks[0].Data);
        if (palette is not null)
        {
            Write(output, "PLTE", palette);
        }

        if (TransparencyOf(header, palette, chunks) is { } transparency)
        {
            Write(output, "tRNS", transparency);
        }

        Write(output, "IDAT", Deflate(rows));
        Write(output, "IEND", []);
        clean = output.Length <= MaximumLength ? output.ToArray() : null;
        return clean is not null;
    }

    private static bool TryReadChunks(ReadOnlySpan<byte> file, out List<(string Type, byte[] Data)> chunks)
    {
        chunks = [];
        if (!file.StartsWith(Signature))
        {
            return false;
        }

        for (var rest = file[Signature.Length..]; !rest.IsEmpty;)
        {
            if (rest.Length < ChunkOverhead || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - ChunkOverhead)
            {
                return false;
            }

            var typeAndData = rest.Slice(4, 4 + (int)length);
            if (BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]) != Crc32.Of(typeAndData))
            {
                return false;
            }

            chunks.Add((Encoding.Latin1.GetString(typeAndData[..4]), typeAndData[4..].ToArray()));
            rest = rest[(ChunkOverhead + (int)length)..];
        }

        return true;
    }

    /// <summary>One header first, one end last, at most one palette before the pixels, the pixels in one piece, and no critical chunk that is unknown (§5.6).</summary>
    private static bool TryFindParts(List<(string Type, byte[] Data)> chunks, [NotNullWhen(true)] out PngHeader? header, out byte[]? palette, out byte[] compressed)
    {
        (header, palette, compressed) = (null, null, []);
        var critical = chunks.Where(chunk => char.IsAsciiLetterUpper(chunk.Type[0])).Select(chunk => chunk.Type).ToList();
        var types = chunks.Select(chunk => chunk.Type).ToList();
        var (first, last) = (types.IndexOf("IDAT"), types.LastIndexOf("IDAT"));
        if (first < 0 || types[0] is not "IHDR" || types[^1] is not "IEND" || chunks[^1].Data.Length > 0
            || types.GetRange(first, last - first + 1).Exists(type => type is not "IDAT")
            || critical.Exists(type => type is not ("IHDR" or "PLTE" or "IDAT" or "IEND"))
            || critical.Count(type => type is "IHDR") != 1 || critical.Count(type => type is "IEND") != 1 || critical.Count(type => type is "PLTE") > 1
            || types.IndexOf("PLTE") > first)
        {
            return false;
        }

        header = PngHeader.Read(chunks[0].Data);
        palette = chunks.Find(chunk => chunk.Type is "PLTE").Data;
        compressed = [.. chunks.Where(chunk => chunk.Type is "IDAT").SelectMany(chunk => chunk.Data)];
        return header is not null && FitsPalette(header, palette);
    }

    private static bool FitsPalette(PngHeader header, byte[]? palette) => header.ColourType is PngHeader.Palette
        ? palette is { Length: > 0 } && palette.Length % 3 == 0 && palette.Length / 3 <= 1 << header.BitDepth
        : palette is null; // elsewhere it is only a suggestion

    /// <summary>One colour, or the opacity of the first entries of the palette (§11.3.1.1); <see langword="null"/> if there is none, or none that fits.</summary>
    private static byte[]? TransparencyOf(PngHeader header, byte[]? palette, List<(string Type, byte[] Data)> chunks) =>
        chunks.FindAll(chunk => chunk.Type is "tRNS") is [var (_, data)] && header.ColourType switch
        {
            PngHeader.Grey => data.Length == 2,
            PngHeader.Colour => data.Length == 6,
            PngHeader.Palette => data.Length > 0 && data.Length <= palette!.Length / 3,
            _ => false,
        }
            ? data
            : null;

    /// <summary>Exactly the bytes that the header announces: a stream that holds more is given up there.</summary>
    private static bool TryInflate(byte[] compressed, PngHeader header, out byte[] rows)
    {
        rows = new byte[header.RowLength * header.Height];
        try
        {
            using var inflating = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
            return inflating.ReadAtLeast(rows, rows.Length, throwOnEndOfStream: false) == rows.Length
                && inflating.ReadByte() < 0
                && Enumerable.Range(0, header.Height).All(FilterIsKnown(rows, header.RowLength));
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static Func<int, bool> FilterIsKnown(byte[] rows, int rowLength) => row => rows[row * rowLength] <= HighestFilter;

    private static byte[] Deflate(byte[] rows)
    {
        using var output = new MemoryStream();
        using (var deflating = new ZLibStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflating.Write(rows);
        }

        return output.ToArray();
    }

    private static void Write(Stream output, string type, byte[] data)
    {
        var chunk = new byte[ChunkOverhead + data.Length];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)data.Length);
        Encoding.Latin1.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Of(chunk.AsSpan(4, 4 + data.Length)));
        output.Write(chunk);
    }
}
