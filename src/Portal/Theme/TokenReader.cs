using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Theme;

/// <summary>Reads the value of a token, whatever it points at.</summary>
/// <param name="tokens">All that an alias can name.</param>
internal sealed partial class TokenReader(IReadOnlyDictionary<string, TokenSource> tokens, ThemeProblems problems)
{
    private const int MaxLayers = 6;
    private const int MaxFamilies = 12;
    private const int LongestFamily = 60;
    private const double MaxLength = 10_000;

    /// <returns>None if it cannot be read, which has been said.</returns>
    public TokenValue? Read(string path, TokenKind kind) => Read(tokens[path].Value, path, kind);

    private TokenValue? Read(JsonElement value, string path, TokenKind kind) =>
        Follow(value, path, kind) is (var target, var place) ? ReadPlain(target, place, kind) : null;

    private TokenValue? ReadPlain(JsonElement value, string path, TokenKind kind) => kind switch
    {
        TokenKind.Color => Colour(value, path) is { } colour ? new ColourValue(colour) : null,
        TokenKind.Dimension => Measure(value, path, "px", "rem"),
        TokenKind.Duration => Measure(value, path, "ms", "s") is { } time ? time.Number < 0 ? Refused(path, "a time is not negative.") : time : null,
        TokenKind.Number => value.ValueKind == JsonValueKind.Number ? new NumberValue(value.GetDouble()) : Refused(path, "this is a number, such as 1.5."),
        TokenKind.FontFamily => Families(value, path),
        TokenKind.CubicBezier => Curve(value, path),
        TokenKind.Shadow => Shadow(value, path),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Goes from alias to alias.</summary>
    /// <returns>The value at the end, and where it stands.</returns>
    private (JsonElement Value, string Place)? Follow(JsonElement value, string path, TokenKind kind)
    {
        var way = new List<string> { path };
        while (value.ValueKind == JsonValueKind.String && value.GetString() is ['{', .. var target, '}'])
        {
            if (!tokens.TryGetValue(target, out var token))
            {
                problems.Add(way[^1], $"there is no token \"{target}\" to point at.{Nearest.Hint(target, tokens.Keys)}");
                return null;
            }

            if (way.Contains(target, StringComparer.Ordinal))
            {
                problems.Add(way.Order(StringComparer.Ordinal).First(), $"the aliases go round in a circle: {string.Join(" → ", [.. way, target])}.");
                return null;
            }

            if (token.Type is { } type && type != TokenKinds.NameOf(kind))
            {
                problems.Add(way[^1], $"\"{target}\" is a {type}, but this must be a {TokenKinds.NameOf(kind)}.");
                return null;
            }

            way.Add(target);
            value = token.Value;
        }

        return (value, way[^1]);
    }

    private Colour? Colour(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return Theme.Colour.Parse(value.GetString()!) ?? Refuse(path, $"\"{Shown(value.GetString()!)}\" is no colour; write #186277, or an object with colorSpace and components.");
        }

        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("components", out var components) || components.ValueKind != JsonValueKind.Array || components.GetArrayLength() != 3
            || !components.EnumerateArray().All(IsComponent))
        {
            return Refuse(path, "a colour is \"#186277\", or { \"colorSpace\": \"srgb\", \"components\": [0.09, 0.38, 0.47] }.");
        }

        var alpha = 1.0;
        if (value.TryGetProperty("alpha", out var stated) && (stated.ValueKind != JsonValueKind.Number || (alpha = stated.GetDouble()) is < 0 or > 1))
        {
            return Refuse(path, "alpha is a number from 0 to 1.");
        }

        var (one, two, three) = (Component(components[0]), Component(components[1]), Component(components[2]));
        return (value.TryGetProperty("colorSpace", out var space) && space.ValueKind == JsonValueKind.String ? space.GetString() : null) switch
        {
            "srgb" when one is >= 0 and <= 1 && two is >= 0 and <= 1 && three is >= 0 and <= 1 => Theme.Colour.OfChannels(one, two, three, alpha),
            "srgb" => Refuse(path, "the components of srgb are numbers from 0 to 1."),
            "oklch" when one is >= 0 and <= 1 && two >= 0 => new Oklch(one, two, three % 360).ToColour(alpha),
            "oklch" => Refuse(path, "the components of oklch are a lightness from 0 to 1, a chroma from 0 on, and a hue in degrees."),
            _ => Refuse(path, "colorSpace is \"srgb\" or \"oklch\"."),
        };
    }

    private MeasureValue? Measure(JsonElement value, string path, params string[] units)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("value", out var number) && number.ValueKind == JsonValueKind.Number
            && value.TryGetProperty("unit", out var unit) && unit.ValueKind == JsonValueKind.String && units.Contains(unit.GetString(), StringComparer.Ordinal))
        {
            var measure = new MeasureValue(number.GetDouble(), unit.GetString()!);
            if (Math.Abs(measure.Absolute) <= MaxLength)
            {
                return measure;
            }
        }

        problems.Add(path, $"this is written {{ \"value\": 4, \"unit\": \"{units[0]}\" }}; the unit is {string.Join(" or ", units)}.");
        return null;
    }

    private TokenValue? Families(JsonElement value, string path)
    {
        var families = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new List<JsonElement> { value };
        return families.Count is > 0 and <= MaxFamilies && families.All(family => family.ValueKind == JsonValueKind.String && IsFamily(family.GetString()!))
            ? new FontFamilyValue([.. families.Select(family => family.GetString()!)])
            : Refused(path, "this is the name of a font, or a list of them: letters, digits, spaces and hyphens.");
    }

    private TokenValue? Curve(JsonElement value, string path)
    {
        var numbers = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(number => number.ValueKind == JsonValueKind.Number) ? value.EnumerateArray().Select(number => number.GetDouble()).ToArray() : [];
        return numbers is [>= 0 and <= 1, >= -2 and <= 3, >= 0 and <= 1, >= -2 and <= 3]
            ? new CubicBezierValue(numbers[0], numbers[1], numbers[2], numbers[3])
            : Refused(path, "this is four numbers, of which the first and the third lie between 0 and 1.");
    }

    private TokenValue? Shadow(JsonElement value, string path)
    {
        var layers = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new List<JsonElement> { value };
        if (layers.Count > MaxLayers || layers.Exists(layer => layer.ValueKind != JsonValueKind.Object))
        {
            return Refused(path, $"a shadow is an object with color, offsetX, offsetY, blur and spread, or a list of at most {MaxLayers} of them.");
        }

        var read = layers.Select((layer, index) => Layer(layer, layers.Count == 1 ? path : $"{path}[{index}]")).ToList();
        return read.Contains(null) ? null : new ShadowValue([.. read.OfType<ShadowLayer>()]);
    }

    private ShadowLayer? Layer(JsonElement layer, string path)
    {
        var colour = Part(layer, "color", path, TokenKind.Color) as ColourValue;
        var measures = ((string[])["offsetX", "offsetY", "blur", "spread"]).Select(name => Part(layer, name, path, TokenKind.Dimension) as MeasureValue).ToList();
        var isInset = layer.TryGetProperty("inset", out var inset) && inset.ValueKind == JsonValueKind.True;
        return colour is null || measures.Contains(null) ? null : new ShadowLayer(colour.Colour, measures[0]!, measures[1]!, measures[2]!, measures[3]!, isInset);
    }

    private TokenValue? Part(JsonElement layer, string name, string path, TokenKind kind)
    {
        if (layer.TryGetProperty(name, out var value))
        {
            return Read(value, $"{path}.{name}", kind);
        }

        return kind == TokenKind.Dimension && name is "blur" or "spread" ? new MeasureValue(0, "px") : Refused(path, $"the shadow has no {name}.");
    }

    private TokenValue? Refused(string path, string message)
    {
        problems.Add(path, message);
        return null;
    }

    private Colour? Refuse(string path, string message)
    {
        problems.Add(path, message);
        return null;
    }

    private static bool IsComponent(JsonElement component) => component.ValueKind == JsonValueKind.Number || (component.ValueKind == JsonValueKind.String && component.GetString() == "none");

    private static double Component(JsonElement component) => component.ValueKind == JsonValueKind.Number ? component.GetDouble() : 0;

    // What may stand between quotes of a style sheet without meaning anything there.
    private static bool IsFamily(string name) => name.Length <= LongestFamily && FamilyForm().IsMatch(name);

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";

    [GeneratedRegex(@"^-?[\p{L}\p{N}]([\p{L}\p{N} _.-]*[\p{L}\p{N}])?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FamilyForm();
}
