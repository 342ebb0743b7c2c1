using System.Buffers.Binary;

namespace Portal.Identity.Clients.Logos;

/// <summary>What the first chunk says (PNG, third edition, §11.2.1), of pictures that are accepted: not interlaced, and not large.</summary>
internal sealed record PngHeader(int Width, int Height, int BitDepth, int ColourType)
{
    public const int Length = 13;
    public const int Grey = 0;
    public const int Colour = 2;
    public const int Palette = 3;

    /// <summary>The largest width and height, in pixels.</summary>
    public const int MaximumSide = 1024;

    private static readonly (int ColourType, int Samples, int[] BitDepths)[] Formats =
    [
        (Grey, 1, [1, 2, 4, 8, 16]), (Colour, 3, [8, 16]), (Palette, 1, [1, 2, 4, 8]), (4, 2, [8, 16]), (6, 4, [8, 16]),
    ];

    /// <summary>Bytes of one row, the filter's included.</summary>
    public int RowLength => 1 + (((Width * BitDepth * Array.Find(Formats, format => format.ColourType == ColourType).Samples) + 7) / 8);

    /// <summary>The header; <see langword="null"/> if the picture is not accepted.</summary>
    public static PngHeader? Read(ReadOnlySpan<byte> data)
    {
        if (data.Length != Length || data[10] != 0 || data[11] != 0 || data[12] != 0)
        {
            return null;
        }

        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        var (bitDepth, colourType) = ((int)data[8], (int)data[9]);
        return width is >= 1 and <= MaximumSide && height is >= 1 and <= MaximumSide
            && Array.Exists(Formats, format => format.ColourType == colourType && format.BitDepths.Contains(bitDepth))
                ? new PngHeader((int)width, (int)height, bitDepth, colourType)
                : null;
    }
}
