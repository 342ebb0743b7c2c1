using System.Globalization;
using System.Text;

namespace Portal.Theme;

/// <summary>All tokens of a theme, resolved: what it says itself, and for the rest what the default says.</summary>
internal sealed class TokenSet
{
    private readonly IReadOnlyDictionary<string, TokenValue> _values;

    private TokenSet(IReadOnlyDictionary<string, TokenValue> values) => _values = values;

    /// <summary>What the product ships.</summary>
    public static TokenSet Default { get; } = Read(TokenContract.ReadResource("default.json"), []) ?? throw new InvalidOperationException("The default theme is broken.");

    /// <summary>Reads <c>theme.json</c>.</summary>
    /// <returns>None if something in it is broken, which <paramref name="all"/> then says.</returns>
    public static TokenSet? Read(ReadOnlyMemory<byte> json, List<ThemeProblem> all)
    {
        var isDefault = json.Span.SequenceEqual(TokenContract.ReadResource("default.json"));
        var before = all.Count;
        var problems = new ThemeProblems("theme.json", all);
        if (TokenFile.Read(json, problems) is not { } own)
        {
            return null;
        }

        var tokens = new Dictionary<string, TokenSource>(TokenContract.Sources, StringComparer.Ordinal);
        foreach (var (path, token) in own)
        {
            if (isDefault || IsAllowed(path, token, problems))
            {
                tokens[path] = token with { Type = token.Type ?? TokenContract.Sources.GetValueOrDefault(path)?.Type };
            }
        }

        var reader = new TokenReader(tokens, problems);
        var values = new Dictionary<string, TokenValue>(StringComparer.Ordinal);
        foreach (var definition in TokenContract.Definitions.Values)
        {
            if (reader.Read(definition.Path, definition.Kind) is { } value)
            {
                CheckBounds(definition, value, problems);
                values[definition.Path] = value;
            }
        }

        return all.Skip(before).Any(problem => problem.Kind == ThemeProblemKind.Broken) ? null : new TokenSet(values);
    }

    /// <param name="path">Such as <c>light.color.accent</c>.</param>
    public TokenValue Value(string path) => _values[path];

    /// <param name="scheme"><c>light</c> or <c>dark</c>.</param>
    /// <param name="name">Such as <c>accent</c>.</param>
    public Colour Colour(string scheme, string name) => ((ColourValue)_values[$"{scheme}.color.{name}"]).Colour;

    /// <summary>The fonts of a role, as a style sheet lists them.</summary>
    public string Font(string name) => _values["font." + name].ToCss();

    /// <summary>A length in pixels.</summary>
    public double Pixels(string path) => ((MeasureValue)_values[path]).Absolute;

    /// <summary>Custom properties for both schemes, one declaration each.</summary>
    public string ToCss()
    {
        var css = new StringBuilder();
        foreach (var definition in TokenContract.Definitions.Values.Where(definition => definition.Scheme is not TokenContract.Dark))
        {
            var value = _values[definition.Path];
            var text = definition.Scheme is null ? value.ToCss() : TokenValue.ToCss(value, _values[TokenContract.Dark + definition.Path[TokenContract.Light.Length..]]);
            css.Append(CultureInfo.InvariantCulture, $"--{definition.Property}:{text}{(definition.IsInEm ? "em" : "")};");
        }

        return css.ToString();
    }

    private static bool IsAllowed(string path, TokenSource token, ThemeProblems problems)
    {
        if (TokenContract.IsReference(path))
        {
            if (token.Type is { } type && TokenKinds.Find(type) is null)
            {
                problems.Add(path, $"\"{type}\" is no type that Portal knows; it knows {string.Join(", ", TokenKinds.AllNames)}.");
            }

            return true;
        }

        if (!TokenContract.Definitions.TryGetValue(path, out var definition))
        {
            problems.Add(path, $"there is no such token.{Nearest.Hint(path, TokenContract.Definitions.Keys)} Names of your own belong below \"{TokenContract.Reference}\".");
            return false;
        }

        if (definition.IsLocked)
        {
            problems.Add(path, "this token protects people, and no theme can change it.");
            return false;
        }

        if (token.Type is { } stated && stated != TokenKinds.NameOf(definition.Kind))
        {
            problems.Add(path, $"this is a {TokenKinds.NameOf(definition.Kind)}, not a {stated}.");
            return false;
        }

        return true;
    }

    private static void CheckBounds(TokenDefinition definition, TokenValue value, ThemeProblems problems)
    {
        double? size = value switch
        {
            MeasureValue measure => measure.Absolute,
            NumberValue number => number.Number,
            _ => null,
        };
        var least = definition.Least ?? (definition.Kind is TokenKind.Dimension ? 0 : null);
        if (size < least || size > definition.Most)
        {
            var unit = value is NumberValue ? "" : definition.Kind == TokenKind.Duration ? " ms" : " px";
            problems.Add(definition.Path, string.Create(CultureInfo.InvariantCulture, $"{size:0.##}{unit} is too {(size < least ? $"little; at least {least:0.##}" : $"much; at most {definition.Most:0.##}")}{unit}."));
        }
    }
}
