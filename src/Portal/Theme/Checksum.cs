namespace Portal.Theme;

/// <summary>CRC-32 of a zip (ISO 3309, APPNOTE 4.4.7): tells what was damaged from what was packed.</summary>
internal static class Checksum
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(index => Enumerable.Range(0, 8).Aggregate((uint)index, (value, _) => (value >> 1) ^ ((value & 1) * Polynomial)))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var value = uint.MaxValue;
        foreach (var one in bytes)
        {
            value = (value >> 8) ^ Table[(byte)value ^ one];
        }

        return ~value;
    }
}
