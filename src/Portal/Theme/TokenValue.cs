using System.Globalization;

namespace Portal.Theme;

/// <summary>What a token is worth, read and checked. A style sheet is made from these alone, never from what stands in a file.</summary>
internal abstract record TokenValue
{
    public abstract string ToCss();

    /// <summary>One declaration for both schemes: style sheets can choose between two colours, and between nothing else.</summary>
    public static string ToCss(TokenValue light, TokenValue dark) => (light, dark) switch
    {
        (ColourValue one, ColourValue other) => Choice(one.Colour, other.Colour),
        (ShadowValue one, ShadowValue other) => ShadowValue.ToCss(one, other),
        _ => light.ToCss(),
    };

    protected static string Choice(Colour light, Colour dark) => light == dark ? light.ToCss() : $"light-dark({light.ToCss()}, {dark.ToCss()})";

    protected static string Text(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}

internal sealed record ColourValue(Colour Colour) : TokenValue
{
    public override string ToCss() => Colour.ToCss();
}

/// <param name="Unit"><c>px</c> or <c>rem</c>; <c>ms</c> or <c>s</c> for a time.</param>
internal sealed record MeasureValue(double Number, string Unit) : TokenValue
{
    private const double RootSize = 16;

    /// <summary>For comparisons: in pixels where a browser's letters have their usual size, or in milliseconds.</summary>
    public double Absolute => Unit switch
    {
        "rem" => Number * RootSize,
        "s" => Number * 1000,
        _ => Number,
    };

    public override string ToCss() => Text(Number) + Unit; // also 0: calc() wants to know of what
}

internal sealed record NumberValue(double Number) : TokenValue
{
    public override string ToCss() => Text(Number);
}

internal sealed record FontFamilyValue(IReadOnlyList<string> Families) : TokenValue
{
    // What means a font of the system, and is not a name, must stand without quotes.
    private static readonly string[] Generic =
        ["serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded", "math", "emoji", "-apple-system", "BlinkMacSystemFont"];

    public override string ToCss() => string.Join(", ", Families.Select(family => Generic.Contains(family, StringComparer.Ordinal) ? family : $"\"{family}\""));

    public bool Equals(FontFamilyValue? other) => other is not null && Families.SequenceEqual(other.Families, StringComparer.Ordinal);

    public override int GetHashCode() => Families.Count;
}

internal sealed record CubicBezierValue(double X1, double Y1, double X2, double Y2) : TokenValue
{
    public override string ToCss() => $"cubic-bezier({Text(X1)}, {Text(Y1)}, {Text(X2)}, {Text(Y2)})";
}

/// <param name="Layers">The first is on top.</param>
internal sealed record ShadowValue(IReadOnlyList<ShadowLayer> Layers) : TokenValue
{
    private static readonly Colour Nothing = new(0, 0, 0, 0);

    public override string ToCss() => ToCss(this, this);

    public static string ToCss(ShadowValue light, ShadowValue dark)
    {
        var sameForm = light.Layers.Count == dark.Layers.Count && light.Layers.Zip(dark.Layers).All(pair => pair.First.Form == pair.Second.Form);
        var layers = sameForm
            ? light.Layers.Zip(dark.Layers, (one, other) => (one.Form, One: one.Colour, Other: other.Colour))
            : light.Layers.Select(layer => (layer.Form, One: layer.Colour, Other: Nothing)).Concat(dark.Layers.Select(layer => (layer.Form, One: Nothing, Other: layer.Colour)));
        return string.Join(", ", layers.Select(layer => $"{layer.Form} {Choice(layer.One, layer.Other)}"));
    }

    public bool Equals(ShadowValue? other) => other is not null && Layers.SequenceEqual(other.Layers);

    public override int GetHashCode() => Layers.Count;
}

internal sealed record ShadowLayer(Colour Colour, MeasureValue X, MeasureValue Y, MeasureValue Blur, MeasureValue Spread, bool IsInset)
{
    public string Form => string.Join(' ', [.. IsInset ? (string[])["inset"] : [], Short(X), Short(Y), .. Tail]);

    private string[] Tail => Spread.Number != 0 ? [Short(Blur), Short(Spread)] : Blur.Number != 0 ? [Short(Blur)] : [];

    private static string Short(MeasureValue measure) => measure.Number == 0 ? "0" : measure.ToCss();
}
