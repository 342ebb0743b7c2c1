using System.Globalization;

namespace Portal.Theme;

/// <summary>Every two colours that meet on a page, and how well they must be told apart (WCAG 2.2, 1.4.3 and 1.4.11).</summary>
internal static class ThemeContrast
{
    public const double Text = 4.5;
    public const double Control = 3;

    private static readonly (string Front, string Behind, double Least, string Where)[] Rows =
    [
        ("text", "surface-page surface-card surface-field surface-sunken accent-soft danger-soft warning-soft success-soft", Text, "titles, sentences, fields"),
        ("text-muted", "surface-page surface-card surface-field surface-sunken accent-soft danger-soft warning-soft", Text, "hints, second lines"),
        ("text-link", "surface-page surface-card surface-field surface-sunken accent-soft danger-soft warning-soft success-soft", Text, "links, quiet buttons"),
        ("text-inverse", "surface-overlay", Text, "the bar at the bottom"),
        ("on-accent", "accent accent-hover accent-active", Text, "the main button"),
        ("on-accent-soft", "accent-soft", Text, "tags, the current place"),
        ("on-danger", "danger danger-hover", Text, "a button that destroys"),
        ("danger-text", "surface-page surface-card surface-field surface-sunken danger-soft", Text, "errors"),
        ("warning-text", "surface-page surface-card warning-soft", Text, "warnings"),
        ("success-text", "surface-page surface-card surface-sunken success-soft", Text, "what is done"),
        ("disabled-text", "disabled-surface surface-card", Text, "a button that waits"),
        ("on-disc", "disc-1 disc-2 disc-3 disc-4 disc-5 disc-6", Text, "the letter of a person"),
        ("line-control", "surface-page surface-card surface-field surface-sunken danger-soft warning-soft", Control, "the border of a field"),
        ("line-control-hover", "surface-page surface-card surface-field surface-sunken", Control, "the same under the pointer"),
        ("focus", "surface-page surface-card surface-field surface-sunken accent-soft danger-soft warning-soft success-soft", Control, "the focus ring"),
        ("accent", "surface-page surface-card surface-field surface-sunken", Control, "a filled button, a tick"),
        ("danger", "surface-page surface-card", Control, "a button that destroys"),
    ];

    /// <summary>Front, behind, the ratio that is needed, and where they meet.</summary>
    public static IReadOnlyList<ContrastPair> Pairs { get; } = [.. Rows.SelectMany(row => row.Behind.Split(' '), (row, behind) => new ContrastPair(row.Front, behind, row.Least, row.Where))];

    /// <summary>What somebody could not read or find.</summary>
    public static IEnumerable<ThemeProblem> Check(TokenSet tokens) =>
        from scheme in (string[])[TokenContract.Light, TokenContract.Dark]
        from pair in Pairs
        let ratio = RatioOf(tokens, scheme, pair)
        where ratio < pair.Least
        select new ThemeProblem(
            ThemeReader.Tokens, $"{scheme}.color.{pair.Front}",
            string.Create(CultureInfo.InvariantCulture, $"on {pair.Behind} it has {Floor(ratio):0.00} to 1, and needs {pair.Least} ({pair.Where}).{Hint(pair)}"), ThemeProblemKind.Barrier);

    /// <summary>How well the two are told apart. An accent may be as pale as it likes if an edge is drawn around what it fills.</summary>
    public static double RatioOf(TokenSet tokens, string scheme, ContrastPair pair)
    {
        var behind = tokens.Colour(scheme, pair.Behind).Over(tokens.Colour(scheme, "surface-card"));
        var ratio = tokens.Colour(scheme, pair.Front).ContrastTo(behind);
        return pair.Edge is { } edge ? Math.Max(ratio, tokens.Colour(scheme, edge).ContrastTo(behind)) : ratio;
    }

    private static string Hint(ContrastPair pair) => pair.Edge is { } edge ? $" A darker {edge} around it helps too." : "";

    // 4.499 is not enough, and must not look so.
    private static double Floor(double ratio) => Math.Floor(ratio * 100) / 100;
}

/// <summary>Two colours that meet.</summary>
/// <param name="Front">A name such as <c>text</c>.</param>
/// <param name="Least">The ratio that is needed.</param>
internal sealed record ContrastPair(string Front, string Behind, double Least, string Where)
{
    /// <summary>What is drawn around the one in front, and may stand out in its place; none if nothing is.</summary>
    public string? Edge => Front == "accent" ? "accent-line" : null;
}
