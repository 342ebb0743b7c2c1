using System.Globalization;

namespace Portal.Theme;

/// <summary>Drawings to begin with, until the brand's own take their place: one form for each style of corners.</summary>
internal static class BrandDrawing
{
    private const string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"";

    public static string Logo(string corners, Colour colour) => $"{Svg} viewBox=\"0 0 28 28\" fill=\"{colour.ToHex()}\">{Mark(corners)}</svg>";

    public static string Favicon(string corners, Colour colour) => $"{Svg} viewBox=\"0 0 28 28\" fill=\"{colour.ToHex()}\">{Mark(corners)}</svg>\n";

    /// <summary>Large quiet forms in shades of the accent.</summary>
    public static string Background(string corners, Colour accent, bool isDark)
    {
        var colour = Oklch.Of(accent);
        var ground = isDark ? new Oklch(0.3, Math.Min(colour.Chroma, 0.06), colour.Hue) : colour with { Lightness = Math.Clamp(colour.Lightness, 0.3, 0.8) };
        var shapes = Enumerable.Range(0, 6).Select(index => Shape(corners, index, (ground with { Lightness = ground.Lightness + (index % 2 == 0 ? 0.035 : -0.035) }).ToColour()));
        return $"{Svg} viewBox=\"0 0 1200 900\" preserveAspectRatio=\"xMidYMid slice\"><rect width=\"1200\" height=\"900\" fill=\"{ground.ToColour().ToHex()}\"/>{string.Concat(shapes)}</svg>\n";
    }

    private static string Mark(string corners) => corners switch
    {
        "sharp" => "<path d=\"M2 2h24v24H2zM14 7 7 21h4l3-6.5 3 6.5h4z\" fill-rule=\"evenodd\"/>",
        "round" => "<path fill-rule=\"evenodd\" d=\"M14 1a13 13 0 1 1 0 26 13 13 0 0 1 0-26Zm0 6a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm0 3.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Z\"/>",
        _ => "<path fill-rule=\"evenodd\" d=\"M9 1h10a8 8 0 0 1 8 8v10a8 8 0 0 1-8 8H9a8 8 0 0 1-8-8V9a8 8 0 0 1 8-8Zm0 6a2 2 0 0 0-2 2v4h6V7Zm6 0v6h6V9a2 2 0 0 0-2-2Zm-8 8v4a2 2 0 0 0 2 2h4v-6Z\"/>",
    };

    private static string Shape(string corners, int index, Colour colour)
    {
        var (x, y, size) = (index * 223 % 1200, index * 331 % 900, 260 + (index * 97 % 300));
        return corners switch
        {
            "sharp" => string.Create(CultureInfo.InvariantCulture, $"<path fill=\"{colour.ToHex()}\" d=\"M{x} {y}h{size}L{x - (size / 2)} {y + size}h-{size}z\"/>"),
            "round" => string.Create(CultureInfo.InvariantCulture, $"<circle fill=\"{colour.ToHex()}\" cx=\"{x}\" cy=\"{y}\" r=\"{size / 2}\"/>"),
            _ => string.Create(CultureInfo.InvariantCulture, $"<rect fill=\"{colour.ToHex()}\" x=\"{x - (size / 2)}\" y=\"{y - (size / 2)}\" width=\"{size}\" height=\"{size}\" rx=\"{size / 6}\"/>"),
        };
    }
}
