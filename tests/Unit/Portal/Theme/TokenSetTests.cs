using System.Text;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Theme;

public sealed class TokenSetTests
{
    [Fact]
    public void A_theme_changes_what_it_says_and_nothing_else()
    {
        var tokens = Read("""{ "light": { "color": { "accent": { "$value": "#7d1f2d" } } } }""");

        Assert.Equal("#7d1f2d", tokens.Colour("light", "accent").ToHex());
        Assert.Equal("#8ac6d5", tokens.Colour("dark", "accent").ToHex());
        Assert.Contains("--accent:light-dark(#7d1f2d, #8ac6d5);", tokens.ToCss(), StringComparison.Ordinal);
        Assert.Contains("--text:light-dark(#221f1b, #eeebe4);", tokens.ToCss(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_the_product_that_is_changed_changes_all_that_points_at_it()
    {
        var tokens = Read("""{ "reference": { "color": { "accent": { "600": { "$value": "#112233" } } } } }""");

        Assert.All(["accent", "text-link", "focus"], name => Assert.Equal("#112233", tokens.Colour("light", name).ToHex()));
    }

    [Fact]
    public void An_alias_leads_through_others_in_the_own_file_and_in_the_default()
    {
        var tokens = Read("""
            {
              "reference": { "color": { "$type": "color", "brand": { "$value": "{reference.color.ours}" }, "ours": { "$value": "{reference.color.disc.5}" } } },
              "dark": { "color": { "focus": { "$value": "{reference.color.brand}" } } }
            }
            """);

        Assert.Equal("#5b56b3", tokens.Colour("dark", "focus").ToHex());
    }

    [Theory]
    [InlineData("\"#abc\"", "#aabbcc")]
    [InlineData("\"#AABBCC80\"", "rgb(170 187 204 / 0.502)")]
    [InlineData("""{ "colorSpace": "srgb", "components": [1, 0.5, "none"] }""", "#ff8000")]
    [InlineData("""{ "colorSpace": "srgb", "components": [0, 0, 0], "alpha": 0.25 }""", "rgb(0 0 0 / 0.25)")]
    [InlineData("""{ "colorSpace": "oklch", "components": [1, 0, 0] }""", "#ffffff")]
    [InlineData("""{ "colorSpace": "oklch", "components": [0.628, 0.2577, 29.23] }""", "#ff0000")]
    [InlineData("""{ "colorSpace": "oklch", "components": [0.5, 9, 140] }""", "#217800")] // as much of it as there is
    public void A_colour_is_written_in_many_ways(string value, string css) =>
        Assert.Contains($"--line:light-dark({css}, #403b34);", Read($$"""{ "light": { "color": { "line": { "$value": {{value}} } } } }""").ToCss(), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "radius": { "base": { "$value": { "value": 0, "unit": "px" } } } }""", "--radius:0px;")]
    [InlineData("""{ "radius": { "card": { "$value": "{radius.base}" } } }""", "--radius-card:10px;")]
    [InlineData("""{ "font": { "base": { "$value": "Iowan Old Style" } } }""", "--font:\"Iowan Old Style\";--font-title:\"Iowan Old Style\";")]
    [InlineData("""{ "font": { "title": { "$type": "fontFamily", "$value": ["Georgia", "ui-serif", "serif"] } } }""", "--font-title:\"Georgia\", ui-serif, serif;")]
    [InlineData("""{ "motion": { "quick": { "$value": { "value": 0.2, "unit": "s" } } } }""", "--quick:0.2s;")]
    [InlineData("""{ "motion": { "ease": { "$value": [0, 0, 1, 1] } } }""", "--ease:cubic-bezier(0, 0, 1, 1);")]
    [InlineData("""{ "tracking": { "title": { "$value": 0 } } }""", "--tracking-title:0em;")]
    [InlineData("""{ "light": { "shadow": { "panel": { "$value": [] } } } }""", "--shadow-panel:0 1px 2px light-dark(transparent, rgb(0 0 0 / 0.4));")] // another form in the dark
    public void A_token_becomes_a_custom_property(string json, string css) => Assert.Contains(css, Read(json).ToCss(), StringComparison.Ordinal);

    [Fact]
    public void What_the_product_ships_is_such_a_file() =>
        Assert.Contains("--shadow-card:0 1px 2px light-dark(rgb(51 41 24 / 0.05), rgb(0 0 0 / 0.3)), 0 16px 40px -16px light-dark(rgb(51 41 24 / 0.14), rgb(0 0 0 / 0.5));", TokenSet.Default.ToCss(), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "light": { "color": { "acent": { "$value": "#123456" } } } }""", "theme.json, light.color.acent: there is no such token. Did you mean \"light.color.accent\"?")]
    [InlineData("""{ "light": { "color": { "accent": { "$value": "{reference.color.brnd}" } } }, "reference": { "color": { "brand": { "$value": "#123456" } } } }""", "theme.json, light.color.accent: there is no token \"reference.color.brnd\" to point at. Did you mean \"reference.color.brand\"?")]
    [InlineData("""{ "reference": { "a": { "$value": "{reference.b}" }, "b": { "$value": "{reference.a}" } }, "dark": { "color": { "text": { "$value": "{reference.a}" } } } }""", "the aliases go round in a circle: dark.color.text → reference.a → reference.b → reference.a.")]
    [InlineData("""{ "light": { "color": { "text": { "$value": "{light.color.text}" } } } }""", "theme.json, light.color.text: the aliases go round in a circle: light.color.text → light.color.text.")]
    [InlineData("""{ "light": { "color": { "text": { "$value": "{radius.base}" } } } }""", "theme.json, light.color.text: \"radius.base\" is a dimension, but this must be a color.")]
    [InlineData("""{ "light": { "color": { "text": { "$value": "red" } } } }""", "theme.json, light.color.text: \"red\" is no colour")]
    [InlineData("""{ "light": { "color": { "text": { "$type": "dimension", "$value": "#123456" } } } }""", "theme.json, light.color.text: this is a color, not a dimension.")]
    [InlineData("""{ "light": { "color": { "text": "#123456" } } }""", "theme.json, light.color.text: a token is written { \"$value\": … }.")]
    [InlineData("""{ "radius": { "base": { "$value": "10px" } } }""", "theme.json, radius.base: this is written { \"value\": 4, \"unit\": \"px\" }; the unit is px or rem.")]
    [InlineData("""{ "radius": { "base": { "$value": { "value": -1, "unit": "px" } } } }""", "theme.json, radius.base: -1 px is too little; at least 0 px.")]
    [InlineData("""{ "layout": { "control": { "$value": { "value": 1, "unit": "rem" } } } }""", "theme.json, layout.control: 16 px is too little; at least 40 px.")]
    [InlineData("""{ "size": { "body": { "$value": { "value": 9, "unit": "rem" } } } }""", "theme.json, size.body: 144 px is too much; at most 20 px.")]
    [InlineData("""{ "radius": { "tile-max": { "$value": { "value": 99, "unit": "px" } } } }""", "theme.json, radius.tile-max: this token protects people, and no theme can change it.")]
    [InlineData("""{ "light": { "color": { "qr-ink": { "$value": "#ffffff" } } } }""", "theme.json, light.color.qr-ink: this token protects people")]
    [InlineData("""{ "font": { "base": { "$value": "x\"; } body { display: none } a { b: \"" } } }""", "theme.json, font.base: this is the name of a font")]
    [InlineData("""{ "font": { "base": { "$value": [] } } }""", "theme.json, font.base: this is the name of a font")]
    [InlineData("""{ "motion": { "ease": { "$value": [2, 0, 0, 1] } } }""", "theme.json, motion.ease: this is four numbers")]
    [InlineData("""{ "light": { "shadow": { "card": { "$value": { "color": "#000", "offsetX": { "value": 0, "unit": "px" } } } } } }""", "theme.json, light.shadow.card: the shadow has no offsetY.")]
    [InlineData("""{ "light": { "color": { "$root": { "$value": "#123456" } } } }""", "theme.json, light.color.$root: Portal does not know this part of the format")]
    [InlineData("""{ "light": { "color": { "text": { "$value": "#123456", "more": {} } } } }""", "theme.json, light.color.text.more: a token cannot hold other tokens.")]
    [InlineData("""{ "light": { "color": { "text": { "$value": "#111" }, "text": { "$value": "#222" } } } }""", "this is no JSON")]
    [InlineData("{\n\"light\": }", "theme.json, line 2: this is no JSON")]
    [InlineData("[]", "theme.json: a token is written")]
    [InlineData("", "this is no JSON")]
    public void What_is_wrong_is_said_with_its_place(string json, string message)
    {
        var problems = new List<ThemeProblem>();

        Assert.Null(TokenSet.Read(Encoding.UTF8.GetBytes(json), problems));

        Assert.Contains(problems, problem => problem.ToString().Contains(message, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.Equal(ThemeProblemKind.Broken, problem.Kind));
    }

    [Fact]
    public void What_is_broken_below_many_tokens_is_said_once()
    {
        var problems = new List<ThemeProblem>();

        Assert.Null(TokenSet.Read("""{ "reference": { "color": { "accent": { "600": { "$value": 5 } } } } }"""u8.ToArray(), problems));

        Assert.Equal("reference.color.accent.600", Assert.Single(problems).Place);
    }

    [Fact]
    public void Groups_deep_in_each_other_do_no_harm()
    {
        var problems = new List<ThemeProblem>();

        Assert.Null(TokenSet.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000)), problems));

        Assert.Single(problems);
    }

    private static TokenSet Read(string json)
    {
        var problems = new List<ThemeProblem>();
        var tokens = TokenSet.Read(Encoding.UTF8.GetBytes(json), problems);
        Assert.Empty(problems);
        return tokens!;
    }
}
