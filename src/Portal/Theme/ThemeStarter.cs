using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Theme;

/// <summary>Writes the first files of a theme.</summary>
internal static class ThemeStarter
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Small, medium and large corners by the name of a style.</summary>
    private static readonly Dictionary<string, (int Small, int Base, int Card)> Corners = new(StringComparer.Ordinal) { ["sharp"] = (2, 3, 4), ["soft"] = (6, 10, 16), ["round"] = (8, 22, 28) };

    /// <summary>Fonts that people have, by the name of a style.</summary>
    private static readonly Dictionary<string, string[]> Fonts = new(StringComparer.Ordinal)
    {
        ["system"] = [],
        ["serif"] = ["ui-serif", "Iowan Old Style", "Charter", "Cambria", "Georgia", "serif"],
        ["rounded"] = ["ui-rounded", "SF Pro Rounded", "Nunito", "Quicksand", "Hiragino Maru Gothic ProN", "Arial Rounded MT Bold", "system-ui", "sans-serif"],
        ["geometric"] = ["Avenir Next", "Avenir", "Montserrat", "Century Gothic", "URW Gothic", "system-ui", "sans-serif"],
        ["mono"] = ["ui-monospace", "SF Mono", "Cascadia Mono", "Menlo", "Consolas", "DejaVu Sans Mono", "monospace"],
    };

    /// <summary>What is another colour by its meaning, and changes with it.</summary>
    private static readonly Dictionary<string, string> Followers = new(StringComparer.Ordinal)
    {
        ["text-link"] = "accent",
        ["focus"] = "accent",
        ["surface-picture"] = "accent",
        ["surface-overlay"] = "text",
        ["text-inverse"] = "surface-card",
        ["disabled-surface"] = "surface-sunken",
        ["disabled-text"] = "text-muted",
    };

    public static IEnumerable<string> CornerNames => Corners.Keys;

    public static IEnumerable<string> FontNames => Fonts.Keys;

    /// <summary>A theme that changes nothing yet.</summary>
    /// <returns>By the path in the folder.</returns>
    public static IReadOnlyDictionary<string, string> New() => Files(
        Write(new JsonObject
        {
            ["$schema"] = "./theme.schema.json",
            ["$description"] = "What this theme changes. Everything else is as the product ships it; aliases can point there too.",
            ["reference"] = new JsonObject { ["color"] = new JsonObject { ["$type"] = "color", ["brand"] = Token(TokenSet.Default.Colour(TokenContract.Light, "accent")) } },
            ["light"] = new JsonObject { ["color"] = new JsonObject { ["accent"] = Alias("reference.color.brand") } },
        }),
        Encoding.UTF8.GetString(TokenContract.ReadResource("logo.svg")),
        PagesOf("card"));

    /// <summary>A whole theme from what a brand is known by.</summary>
    /// <param name="layout">One of <see cref="PagesFile.LayoutNames"/>.</param>
    /// <returns>By the path in the folder.</returns>
    public static IReadOnlyDictionary<string, string> Import(BrandWish wish, string layout)
    {
        var tokens = new JsonObject
        {
            ["$schema"] = "./theme.schema.json",
            ["$description"] = $"Derived from the accent {wish.Accent.ToHex()}, the font {wish.Font} and {wish.Corners} corners. Every pair of colours that meet can be told apart.",
            ["reference"] = new JsonObject { ["color"] = new JsonObject { ["$type"] = "color", ["brand"] = Token(wish.Accent) } },
            ["light"] = Scheme(wish.Accent, TokenContract.Light),
            ["dark"] = Scheme(wish.Accent, TokenContract.Dark),
        };
        if (FamiliesOf(wish.Font) is { Count: > 0 } families)
        {
            tokens["font"] = new JsonObject { ["base"] = new JsonObject { ["$value"] = new JsonArray([.. families.Select(family => (JsonNode)family)]) } };
        }

        var (small, @base, card) = Corners[wish.Corners];
        tokens["radius"] = new JsonObject { ["small"] = Pixels(small), ["base"] = Pixels(@base), ["card"] = Pixels(card) };
        var files = new Dictionary<string, string>(
            Files(Write(tokens), BrandDrawing.Logo(wish.Corners, wish.Accent), PagesOf(layout)), StringComparer.Ordinal)
        {
            ["favicon.svg"] = BrandDrawing.Favicon(wish.Corners, wish.Accent),
            ["logo-dark.svg"] = BrandDrawing.Logo(wish.Corners, BrandPalette.Derive(wish.Accent, TokenContract.Dark)["accent"]),
        };
        if (layout != "card")
        {
            files["background.svg"] = BrandDrawing.Background(wish.Corners, wish.Accent, isDark: false);
            files["background-dark.svg"] = BrandDrawing.Background(wish.Corners, wish.Accent, isDark: true);
        }

        return files;
    }

    /// <returns>Empty for the product's own; none if it is no list of fonts.</returns>
    public static IReadOnlyList<string>? FamiliesOf(string font) => Fonts.TryGetValue(font, out var families)
        ? families
        : font.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } names
            ? [.. names, .. names[^1] is "serif" or "sans-serif" or "monospace" ? (string[])[] : ["system-ui", "sans-serif"]]
            : null;

    private static JsonObject Scheme(Colour accent, string scheme)
    {
        var colours = BrandPalette.Derive(accent, scheme);
        var tokens = colours.OrderBy(entry => Order(entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)(
            entry.Key == "accent" && entry.Value == accent ? Alias("reference.color.brand")
            : Followers.TryGetValue(entry.Key, out var leader) && entry.Value == colours[leader] ? Alias($"{scheme}.color.{leader}")
            : Token(entry.Value))));
        return new JsonObject { ["color"] = new JsonObject(tokens) };
    }

    // As in the default theme.
    private static int Order(string name) => TokenContract.Definitions.Keys.Index().First(entry => entry.Item == $"{TokenContract.Light}.color.{name}").Index;

    private static Dictionary<string, string> Files(string tokens, string logo, JsonObject pages) => new(StringComparer.Ordinal)
    {
        [ThemeReader.Tokens] = tokens,
        [ThemeSchema.File] = ThemeSchema.Text,
        ["logo.svg"] = logo.TrimEnd() + "\n",
        [ThemeReader.Pages] = Write(pages),
        [PagesSchema.File] = PagesSchema.Text,
        [ThemeReader.Styles] = "/* Rules that tokens cannot say. They come after the product's own: no !important is needed. Nothing can be loaded from here. */\n",
        [ThemeReader.Texts + "/en.json"] = "{}\n",
    };

    private static JsonObject PagesOf(string layout) => new() { ["$schema"] = "./" + PagesSchema.File, ["layout"] = layout, ["name"] = true, ["footer"] = new JsonArray() };

    private static JsonObject Token(Colour colour)
    {
        var value = new JsonObject { ["colorSpace"] = "srgb", ["components"] = new JsonArray(Channel(colour.Red), Channel(colour.Green), Channel(colour.Blue)) };
        value[colour.Alpha < 1 ? "alpha" : "hex"] = colour.Alpha < 1 ? colour.Alpha : colour.ToHex();
        return new JsonObject { ["$value"] = value };
    }

    private static JsonNode Channel(byte channel) => Math.Round(channel / 255.0, 4);

    private static JsonObject Alias(string path) => new() { ["$value"] = $"{{{path}}}" };

    private static JsonObject Pixels(int value) => new() { ["$value"] = new JsonObject { ["value"] = value, ["unit"] = "px" } };

    // A token a line: that is how people read them.
    private static string Write(JsonNode? json, string indent = "") => json is JsonObject { Count: > 0 } group && !group.ContainsKey("$value")
        ? "{\n" + string.Join(",\n", group.Select(member => $"{indent}  {JsonSerializer.Serialize(member.Key, Json)}: {Write(member.Value, indent + "  ")}")) + $"\n{indent}}}{(indent.Length == 0 ? "\n" : "")}"
        : OnOneLine(json);

    private static string OnOneLine(JsonNode? json) => json switch
    {
        JsonObject members => $"{{ {string.Join(", ", members.Select(member => $"{JsonSerializer.Serialize(member.Key, Json)}: {OnOneLine(member.Value)}"))} }}",
        JsonArray entries => $"[{string.Join(", ", entries.Select(OnOneLine))}]",
        null => "null",
        _ => json.ToJsonString(Json),
    };
}

/// <summary>What a brand is known by.</summary>
/// <param name="Font">A style of <see cref="ThemeStarter.FontNames"/>, or names with commas between.</param>
/// <param name="Corners">One of <see cref="ThemeStarter.CornerNames"/>.</param>
internal sealed record BrandWish(Colour Accent, string Font, string Corners);
