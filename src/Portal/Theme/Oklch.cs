namespace Portal.Theme;

/// <summary>A colour by lightness, chroma and hue as the eye sees them (CSS Color 4, "Oklch"): equal steps look equal.</summary>
/// <param name="Lightness">0 (black) to 1 (white).</param>
/// <param name="Chroma">0 (grey) to about 0.37.</param>
/// <param name="Hue">In degrees.</param>
internal readonly record struct Oklch(double Lightness, double Chroma, double Hue)
{
    private const int Halvings = 24;

    public static Oklch Of(Colour colour)
    {
        var (red, green, blue) = (ToLinear(colour.Red / 255.0), ToLinear(colour.Green / 255.0), ToLinear(colour.Blue / 255.0));
        var l = Math.Cbrt((0.4122214708 * red) + (0.5363325363 * green) + (0.0514459929 * blue));
        var m = Math.Cbrt((0.2119034982 * red) + (0.6806995451 * green) + (0.1073969566 * blue));
        var s = Math.Cbrt((0.0883024619 * red) + (0.2817188376 * green) + (0.6299787005 * blue));
        var lightness = (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s);
        var a = (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s);
        var b = (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s);
        return new Oklch(lightness, Math.Sqrt((a * a) + (b * b)), (Math.Atan2(b, a) * 180 / Math.PI + 360) % 360);
    }

    /// <summary>The same lightness and hue with as much of the chroma as a screen can show.</summary>
    public Colour ToColour(double alpha = 1)
    {
        var lightness = Math.Clamp(Lightness, 0, 1);
        var (least, most) = (0.0, Math.Max(0, Chroma));
        if (IsShown(Channels(lightness, most, Hue)))
        {
            least = most;
        }

        for (var i = 0; i < Halvings && least < most; i++)
        {
            var middle = (least + most) / 2;
            (least, most) = IsShown(Channels(lightness, middle, Hue)) ? (middle, most) : (least, middle);
        }

        var (red, green, blue) = Channels(lightness, least, Hue);
        return Colour.OfChannels(FromLinear(red), FromLinear(green), FromLinear(blue), alpha);
    }

    private static (double Red, double Green, double Blue) Channels(double lightness, double chroma, double hue)
    {
        var (sine, cosine) = Math.SinCos(hue * Math.PI / 180);
        var (a, b) = (chroma * cosine, chroma * sine);
        var l = Math.Pow(lightness + (0.3963377774 * a) + (0.2158037573 * b), 3);
        var m = Math.Pow(lightness - (0.1055613458 * a) - (0.0638541728 * b), 3);
        var s = Math.Pow(lightness - (0.0894841775 * a) - (1.2914855480 * b), 3);
        return (
            (4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s),
            (-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s),
            (-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s));
    }

    private static bool IsShown((double Red, double Green, double Blue) linear) => IsShown(linear.Red) && IsShown(linear.Green) && IsShown(linear.Blue);

    private static bool IsShown(double linear) => linear is > -0.0005 and < 1.0005;

    private static double ToLinear(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static double FromLinear(double value) => value <= 0.0031308 ? 12.92 * value : (1.055 * Math.Pow(value, 1 / 2.4)) - 0.055;
}
