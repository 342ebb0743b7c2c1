namespace Portal.Theme;

/// <summary>Derives all colours from one, in light and in dark, so that every pair of <see cref="ThemeContrast"/> can be told apart.</summary>
/// <remarks>In Oklch, where the same step of lightness looks the same for every hue: a colour is taken where it is wanted, and moved only as far as its contrasts ask for.</remarks>
internal sealed class BrandPalette
{
    private const double Step = 0.004;
    private const double Margin = 0.05; // rounding to 256 steps must not lose what was reached
    private const double NeutralHue = 85; // of the product's own paper, for an accent that has no hue
    private const double GreyBelow = 0.03;

    private readonly Dictionary<string, Colour> _colours = new(StringComparer.Ordinal);
    private readonly Oklch _accent;
    private readonly string _scheme;
    private readonly double _hue;
    private readonly double _tint;

    private BrandPalette(Colour accent, string scheme)
    {
        _accent = Oklch.Of(accent);
        _scheme = scheme;
        (_hue, _tint) = _accent.Chroma < GreyBelow ? (NeutralHue, 0.4) : (_accent.Hue, Math.Min(1, _accent.Chroma / 0.1));
        Fill(accent);
    }

    /// <param name="accent">Opaque.</param>
    /// <param name="scheme"><c>light</c> or <c>dark</c>.</param>
    /// <returns>By the names of tokens.</returns>
    public static IReadOnlyDictionary<string, Colour> Derive(Colour accent, string scheme) => new BrandPalette(accent, scheme)._colours;

    private bool IsDark => _scheme == TokenContract.Dark;

    private void Fill(Colour accent)
    {
        // What lies behind, first: everything else is measured on it.
        Neutral("surface-page", 0.966, 0.205, 0.008);
        Neutral("surface-card", 0.991, 0.238, IsDark ? 0.010 : 0.004);
        Neutral("surface-field", 1, 0.205, 0.008);
        Neutral("surface-sunken", 0.944, 0.275, IsDark ? 0.013 : 0.010);
        Set("disabled-surface", _colours["surface-sunken"]);
        Set("accent-soft", new Oklch(IsDark ? 0.285 : 0.956, Math.Min(_accent.Chroma, IsDark ? 0.045 : 0.026), _accent.Hue).ToColour());
        foreach (var kind in (string[])["danger", "warning", "success"])
        {
            Set(kind + "-soft", Default(kind + "-soft"));
            Set(kind + "-line", Default(kind + "-line"));
        }

        Neutral("line", 0.892, 0.355, 0.012);
        Fit("text", NeutralAt(0.225, 0.945, 0.012));
        Fit("text-muted", NeutralAt(0.485, 0.715, 0.020));
        Set("disabled-text", _colours["text-muted"]);
        Fit("line-control", NeutralAt(0.595, 0.590, 0.024));
        Fit("line-control-hover", NeutralAt(0.395, 0.820, 0.020));
        Set("surface-overlay", _colours["text"]);
        Set("text-inverse", _colours["surface-card"]);

        FillAccent(accent);
        Fit("text-link", Oklch.Of(_colours["accent"]));
        Fit("focus", Oklch.Of(_colours["accent"]));
        Fit("on-accent-soft", new Oklch(IsDark ? 0.84 : 0.40, Math.Min(_accent.Chroma, 0.11), _accent.Hue));

        foreach (var name in (string[])["danger", "danger-hover", "on-danger"])
        {
            Set(name, Default(name));
        }

        foreach (var name in (string[])["danger-text", "warning-text", "success-text"])
        {
            Fit(name, Oklch.Of(Default(name)));
        }
    }

    /// <summary>The brand's own colour wherever a label can be read on it; in the dark a lighter one, with a dark label.</summary>
    private void FillAccent(Colour brand)
    {
        var accent = IsDark ? _accent with { Lightness = Math.Max(_accent.Lightness, _accent.Chroma < GreyBelow ? 0.91 : 0.77), Chroma = Math.Min(_accent.Chroma, Math.Max(0.14, _accent.Lightness > 0.77 ? _accent.Chroma : 0)) } : _accent;
        var fill = accent == _accent ? brand : accent.ToColour();
        var white = new Colour(255, 255, 255);
        var isLabelDark = IsDark || fill.ContrastTo(white) < ThemeContrast.Text + Margin;
        var label = isLabelDark ? Darkest(fill) : white;
        var away = isLabelDark ? 1 : -1; // from the label
        Set("accent", fill);
        Set("on-accent", label);
        Set("accent-hover", Moved(accent, away, 0.055));
        Set("accent-active", Moved(accent, away, 0.1));

        Set("surface-picture", IsDark ? new Oklch(0.3, Math.Min(_accent.Chroma, 0.06), _accent.Hue).ToColour() : fill);

        // A fill that is nearly as pale as the paper gets an edge.
        var edge = new Colour(0, 0, 0, 0);
        Set("accent-line", edge);
        if (!Holds("accent", fill))
        {
            Fit("accent-line", accent, "accent");
        }
    }

    private static Colour Moved(Oklch accent, int away, double by) => (accent with { Lightness = Math.Clamp(accent.Lightness + (away * by), 0, 0.985) }).ToColour();

    /// <summary>A label as dark as it must be, with a little of the hue.</summary>
    private Colour Darkest(Colour fill)
    {
        for (var lightness = 0.235; lightness > 0; lightness -= Step)
        {
            var label = new Oklch(lightness, 0.045 * _tint, _hue).ToColour();
            if (label.ContrastTo(fill) >= ThemeContrast.Text + Margin)
            {
                return label;
            }
        }

        return new Colour(0, 0, 0);
    }

    private void Neutral(string name, double light, double dark, double chroma) => Set(name, NeutralAt(light, dark, chroma).ToColour());

    private Oklch NeutralAt(double light, double dark, double chroma) => new(IsDark ? dark : light, chroma * _tint, _hue);

    private void Set(string name, Colour colour) => _colours[name] = colour;

    private Colour Default(string name) => TokenSet.Default.Colour(_scheme, name);

    /// <summary>Moves a colour away from the surfaces until everything it stands on tells it apart.</summary>
    private void Fit(string name, Oklch wanted, string? pairs = null)
    {
        for (var (colour, i) = (wanted, 0); ; colour = colour with { Lightness = wanted.Lightness + (++i * (IsDark ? Step : -Step)) })
        {
            var shown = colour.ToColour();
            if (Holds(pairs ?? name, shown) || colour.Lightness is <= 0 or >= 1)
            {
                Set(name, shown);
                return;
            }
        }
    }

    private bool Holds(string front, Colour colour) =>
        ThemeContrast.Pairs.Where(pair => pair.Front == front).All(pair => colour.ContrastTo(_colours[pair.Behind]) >= pair.Least + Margin);
}
