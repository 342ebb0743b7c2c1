using System.Globalization;

namespace Portal.Tests.Unit.Components.Assets;

/// <summary>Contrast between two opaque colours (WCAG 2.2, "contrast ratio" and "relative luminance").</summary>
internal static class Wcag
{
    /// <returns>1 (the same) to 21 (black on white).</returns>
    public static double Contrast(string one, string other)
    {
        var (lighter, darker) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double Luminance(string hex) =>
        (0.2126 * Channel(hex[1..3])) + (0.7152 * Channel(hex[3..5])) + (0.0722 * Channel(hex[5..7]));

    private static double Channel(string hex)
    {
        var value = int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
