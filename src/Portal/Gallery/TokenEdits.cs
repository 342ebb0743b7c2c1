using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Theme;

namespace Portal.Gallery;

/// <summary>Writes values that somebody typed into a <c>theme.json</c>, and leaves everything else in it as it is. Whether they are any good, its reader says.</summary>
internal static partial class TokenEdits
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Default) { WriteIndented = true };

    /// <summary>A value as it is typed; none for those that a line cannot say.</summary>
    public static string? TextOf(TokenValue value) => value switch
    {
        ColourValue { Colour: { Alpha: < 1 } colour } => string.Create(CultureInfo.InvariantCulture, $"{colour.ToHex()}{(int)Math.Round(colour.Alpha * 255):x2}"),
        ColourValue { Colour: var colour } => colour.ToHex(),
        MeasureValue or NumberValue => value.ToCss(),
        FontFamilyValue fonts => string.Join(", ", fonts.Families),
        _ => null,
    };

    /// <summary>The file with what is typed otherwise than it is now.</summary>
    /// <param name="file">As it lies there; none to begin with an empty one.</param>
    /// <param name="now">What the file means.</param>
    /// <param name="typed">By path. Paths that there are not, and those that no theme can change, are left out.</param>
    public static byte[] Apply(byte[]? file, TokenSet now, IReadOnlyDictionary<string, string> typed)
    {
        var root = Parse(file);
        foreach (var (path, text) in typed)
        {
            if (TokenContract.Definitions.GetValueOrDefault(path) is { IsLocked: false } definition && text.Trim() != TextOf(now.Value(path)))
            {
                Group(root, path)["$value"] = NodeOf(definition.Kind, text.Trim());
            }
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString(Indented) + "\n");
    }

    private static JsonObject Parse(byte[]? file)
    {
        try
        {
            return file is null ? [] : JsonNode.Parse(file) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return []; // what is broken is not shown either
        }
    }

    private static JsonObject Group(JsonObject root, string path)
    {
        var group = root;
        foreach (var name in path.Split('.'))
        {
            if (group[name] is not JsonObject inner)
            {
                group[name] = inner = [];
            }

            group = inner;
        }

        return group;
    }

    // What fits no form is written as it was typed, and refused by the reader with a reason.
    private static JsonNode NodeOf(TokenKind kind, string text) => kind switch
    {
        TokenKind.Number when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
        TokenKind.Dimension or TokenKind.Duration when Measure().Match(text) is { Success: true } match =>
            new JsonObject { ["value"] = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), ["unit"] = match.Groups["unit"].Value },
        TokenKind.FontFamily => new JsonArray([.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(font => JsonValue.Create(font.Trim('"')))]),
        _ => JsonValue.Create(text),
    };

    [GeneratedRegex("^(?<number>-?[0-9]{1,6}(\\.[0-9]{1,6})?)(?<unit>px|rem|ms|s)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Measure();
}
