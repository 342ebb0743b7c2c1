using System.Globalization;
using Portal.Theme;

namespace Portal.Gallery;

/// <summary>What the page of the tokens shows.</summary>
public sealed record TokensView(IReadOnlyList<TokenGroup> Groups, IReadOnlyList<ContrastRow> Contrast)
{
    private static readonly (string Group, string Title)[] Titles =
    [
        ("color", "Colours"), ("shadow", "Shadows"), ("font", "Fonts"), ("size", "Sizes of letters"), ("tracking", "Between letters"), ("radius", "Corners"), ("space", "Space"),
        ("layout", "Layout"), ("stroke", "Lines of icons"), ("motion", "Motion"),
    ];

    /// <summary>How many pairs of colours are too close to each other, in either scheme.</summary>
    public int Barriers => Contrast.Sum(row => (row.Light.IsEnough ? 0 : 1) + (row.Dark.IsEnough ? 0 : 1));

    /// <param name="typed">By path: shown in place of the values.</param>
    /// <param name="problems">By path: what is wrong with what was typed.</param>
    internal static TokensView Of(TokenSet tokens, IReadOnlyDictionary<string, string>? typed = null, ILookup<string, string>? problems = null)
    {
        var groups =
            from definition in TokenContract.Definitions.Values
            where definition.Scheme is not TokenContract.Dark
            group definition by GroupOf(definition) into kind
            select new TokenGroup(kind.Key, Array.Find(Titles, title => title.Group == kind.Key).Title ?? kind.Key, [.. kind.Select(Row)]);
        return new([.. groups], [.. ThemeContrast.Pairs.Select(pair => new ContrastRow(pair.Front, pair.Edge, pair.Behind, pair.Where, pair.Least, Ratio(TokenContract.Light, pair), Ratio(TokenContract.Dark, pair)))]);

        TokenRow Row(TokenDefinition definition) => new(
            definition.Property, TokenContract.DescriptionOf(definition.Path), Cell(definition.Path, definition),
            definition.Scheme is null ? null : Cell(TokenContract.Dark + definition.Path[TokenContract.Light.Length..], definition));

        TokenCell Cell(string path, TokenDefinition definition)
        {
            var value = tokens.Value(path);
            var text = TokenEdits.TextOf(value);
            return new(path, typed?.GetValueOrDefault(path) ?? text ?? value.ToCss(), text is not null && !definition.IsLocked)
            {
                Colour = (value as ColourValue)?.Colour.ToCss(),
                Problem = problems?[path].FirstOrDefault(),
            };
        }

        Contrast Ratio(string scheme, ContrastPair pair)
        {
            var behind = tokens.Colour(scheme, pair.Behind).Over(tokens.Colour(scheme, "surface-card"));
            return new(ThemeContrast.RatioOf(tokens, scheme, pair), pair.Least, tokens.Colour(scheme, pair.Front).Over(behind).ToHex(), behind.ToHex());
        }
    }

    // light.color.accent and space.4
    private static string GroupOf(TokenDefinition definition) => definition.Path.Split('.') is var parts && definition.Scheme is null ? parts[0] : parts[1];
}

/// <summary>Tokens of a kind.</summary>
public sealed record TokenGroup(string Id, string Title, IReadOnlyList<TokenRow> Tokens);

/// <summary>A token.</summary>
/// <param name="Property">The custom property that style sheets read, without its dashes.</param>
/// <param name="Light">Its value; in the light, if there is another in the dark.</param>
public sealed record TokenRow(string Property, string? Description, TokenCell Light, TokenCell? Dark);

/// <summary>The value of a token in one scheme.</summary>
/// <param name="Path">As in <c>theme.json</c>.</param>
public sealed record TokenCell(string Path, string Text, bool CanChange)
{
    /// <summary>As style sheets say it; none if it is no colour.</summary>
    public string? Colour { get; init; }

    /// <summary>What is wrong with it.</summary>
    public string? Problem { get; init; }
}

/// <summary>Two colours that meet, in both schemes.</summary>
/// <param name="Edge">What may stand out in the place of the front.</param>
public sealed record ContrastRow(string Front, string? Edge, string Behind, string Where, double Least, Contrast Light, Contrast Dark);

/// <summary>How well two colours are told apart.</summary>
/// <param name="Front">As it is seen on the other.</param>
public sealed record Contrast(double Ratio, double Least, string Front, string Behind)
{
    private const double Enhanced = 7; // WCAG 2.2, 1.4.6

    public bool IsEnough => Ratio >= Least;

    /// <summary>Rounded down: 4.499 is not enough, and must not look so.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(Ratio * 100) / 100:0.00}");

    public string Verdict => !IsEnough ? GalleryWords.TooLow : Least >= ThemeContrast.Text && Ratio >= Enhanced ? "AAA" : "AA";
}
