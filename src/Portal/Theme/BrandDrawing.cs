using System.Globalization;

namespace Portal.Theme;

/// <summary>Drawings to begin with, until the brand's own take their place: one form for each style of corners.</summary>
internal static class BrandDrawing
{
    private const int Width = 1200;
    private const int Height = 900;
    private const string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"";

    public static string Logo(string corners, Colour colour) => $"{Svg} viewBox=\"0 0 28 28\" fill=\"{colour.ToHex()}\">{Mark(corners)}</svg>";

    public static string Favicon(string corners, Colour colour) => $"{Svg} viewBox=\"0 0 28 28\" fill=\"{colour.ToHex()}\">{Mark(corners)}</svg>\n";

    /// <summary>Large quiet forms in shades of the accent.</summary>
    public static string Background(string corners, Colour accent, bool isDark)
    {
        var colour = Oklch.Of(accent);
        var ground = isDark ? new Oklch(0.3, Math.Min(colour.Chroma, 0.06), colour.Hue) : colour with { Lightness = Math.Clamp(colour.Lightness, 0.3, 0.8) };
        var shapes = Shapes(corners).Select(shape => $"<{shape.Drawing} fill=\"{(ground with { Lightness = ground.Lightness + shape.Lighter }).ToColour().ToHex()}\"/>");
        return $"{Svg} viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"xMidYMid slice\"><rect width=\"{Width}\" height=\"{Height}\" fill=\"{ground.ToColour().ToHex()}\"/>{string.Concat(shapes)}</svg>\n";
    }

    private static string Mark(string corners) => corners switch
    {
        "sharp" => "<path d=\"M2 2h24v24H2zM14 7 7 21h4l3-6.5 3 6.5h4z\" fill-rule=\"evenodd\"/>",
        "round" => "<path fill-rule=\"evenodd\" d=\"M14 1a13 13 0 1 1 0 26 13 13 0 0 1 0-26Zm0 6a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm0 3.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Z\"/>",
        _ => "<path fill-rule=\"evenodd\" d=\"M9 1h10a8 8 0 0 1 8 8v10a8 8 0 0 1-8 8H9a8 8 0 0 1-8-8V9a8 8 0 0 1 8-8Zm0 6a2 2 0 0 0-2 2v4h6V7Zm6 0v6h6V9a2 2 0 0 0-2-2Zm-8 8v4a2 2 0 0 0 2 2h4v-6Z\"/>",
    };

    private static IEnumerable<(string Drawing, double Lighter)> Shapes(string corners) => corners switch
    {
        "sharp" => Bands(),
        "round" => Rings(),
        _ => Leaves(),
    };

    /// <summary>Slanted, from one edge to the other, no two of a width.</summary>
    private static IEnumerable<(string Drawing, double Lighter)> Bands()
    {
        const int Slant = 520;
        var (x, shapes) = (-Slant, new List<(string, double)>());
        foreach (var (width, gap, lighter) in (ReadOnlySpan<(int, int, double)>)[(300, 0, -0.03), (70, 130, 0.035), (240, 0, -0.045), (150, 90, 0.02), (40, 60, 0.05), (360, 0, -0.03), (110, 0, 0.035)])
        {
            shapes.Add((string.Create(CultureInfo.InvariantCulture, $"path d=\"M{x} {Height}L{x + Slant} 0h{width}L{x + width} {Height}z\""), lighter));
            x += width + gap;
        }

        return shapes;
    }

    /// <summary>Around one point, as from a stone in water.</summary>
    private static IEnumerable<(string Drawing, double Lighter)> Rings() => Enumerable.Range(0, 7)
        .Select(index => (string.Create(CultureInfo.InvariantCulture, $"circle cx=\"{Width * 3 / 4}\" cy=\"{Height * 4 / 5}\" r=\"{1080 - (index * 150)}\""), (index % 2 == 0 ? -0.03 : 0.02) + (index * 0.004)));

    /// <summary>Tiles with two round corners, turned in turn.</summary>
    private static IEnumerable<(string Drawing, double Lighter)> Leaves()
    {
        const int Tile = 300;
        const int Round = 180;
        const int Rest = Tile - Round;
        return from row in Enumerable.Range(0, Height / Tile)
               from column in Enumerable.Range(0, Width / Tile)
               let start = string.Create(CultureInfo.InvariantCulture, $"M{column * Tile} {row * Tile}")
               let path = (row + column) % 2 == 0
                   ? $"{start}h{Rest}a{Round} {Round} 0 0 1 {Round} {Round}v{Rest}h-{Rest}a{Round} {Round} 0 0 1-{Round}-{Round}z"
                   : $"{start}m{Round} 0h{Rest}v{Rest}a{Round} {Round} 0 0 1-{Round} {Round}h-{Rest}v-{Rest}a{Round} {Round} 0 0 1 {Round}-{Round}z"
               select ($"path d=\"{path}\"", (((column * 2) + (row * 3)) % 5) switch { 0 => -0.045, 1 => 0.03, 2 => -0.02, 3 => 0.045, _ => -0.03 });
    }
}
