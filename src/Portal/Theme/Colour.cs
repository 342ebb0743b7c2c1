using System.Globalization;

namespace Portal.Theme;

/// <summary>A colour of sRGB, each channel a whole number from 0 to 255, as screens and style sheets have it.</summary>
/// <param name="Alpha">0 (nothing to see) to 1.</param>
internal readonly record struct Colour(byte Red, byte Green, byte Blue, double Alpha = 1)
{
    /// <summary>Reads <c>#rgb</c>, <c>#rgba</c>, <c>#rrggbb</c> or <c>#rrggbbaa</c>.</summary>
    public static Colour? Parse(string text)
    {
        if (text is not ['#', .. var digits] || !digits.All(char.IsAsciiHexDigit))
        {
            return null;
        }

        var pairs = digits.Length switch
        {
            3 or 4 => string.Concat(digits.SelectMany(digit => new[] { digit, digit })),
            6 or 8 => digits,
            _ => null,
        };
        return pairs is null ? null : new Colour(Byte(pairs, 0), Byte(pairs, 2), Byte(pairs, 4), pairs.Length == 8 ? Math.Round(Byte(pairs, 6) / 255.0, 3) : 1);
    }

    /// <summary>Takes channels from 0 to 1; what lies outside is cut off.</summary>
    public static Colour OfChannels(double red, double green, double blue, double alpha = 1) => new(Channel(red), Channel(green), Channel(blue), Math.Clamp(alpha, 0, 1));

    /// <summary>Relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it.</summary>
    public double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    /// <summary>Contrast ratio of WCAG 2.2: 1 (the same) to 21 (black on white). What shines through the one in front is the one behind.</summary>
    public double ContrastTo(Colour behind)
    {
        var (one, other) = (Over(behind).Luminance, behind.Luminance);
        return (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);
    }

    /// <summary>What is seen of it on an opaque ground.</summary>
    public Colour Over(Colour behind) => Alpha >= 1 ? this : new Colour(Mixed(Red, behind.Red), Mixed(Green, behind.Green), Mixed(Blue, behind.Blue));

    /// <summary><c>#rrggbb</c>, without what shines through.</summary>
    public string ToHex() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    /// <summary>As a style sheet says it.</summary>
    public string ToCss() => Alpha switch
    {
        >= 1 => ToHex(),
        <= 0 => "transparent",
        _ => string.Create(CultureInfo.InvariantCulture, $"rgb({Red} {Green} {Blue} / {Alpha:0.###})"),
    };

    private byte Mixed(byte front, byte behind) => (byte)Math.Round((front * Alpha) + (behind * (1 - Alpha)));

    private static byte Byte(string digits, int at) => byte.Parse(digits.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static byte Channel(double value) => (byte)Math.Round(Math.Clamp(value, 0, 1) * 255);

    private static double Linear(byte channel) => channel / 255.0 is var value && value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
}
