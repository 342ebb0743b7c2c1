using System.Text;
using Portal.CommandLine;
using Portal.CommandLine.Diagnosis;
using Portal.Tests.Unit.Support;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Theme;

/// <summary>What is derived from one colour can be read by everybody.</summary>
public sealed class BrandPaletteTests
{
    public static TheoryData<string> Accents => [.. (string[])["#7d1f2d", "#b9e34b", "#186277", "#000000", "#ffffff", "#808080", "#ffff00", "#ff0000", "#00ff00", "#0000ff", "#ff00ff", "#00ffff", "#777777", "#e5007d", "#f5c400", "#5b2a86", "#ff8800", "#123524"]];

    [Theory]
    [MemberData(nameof(Accents))]
    public void Every_pair_of_colours_can_be_told_apart(string accent)
    {
        var tokens = Import(accent);

        Assert.Empty(ThemeContrast.Check(tokens));
    }

    // 24 hues, three shades and two strengths each.
    [Fact]
    public void So_it_is_all_around_the_wheel()
    {
        var accents = from hue in Enumerable.Range(0, 24) from lightness in (double[])[0.3, 0.55, 0.8] from chroma in (double[])[0.05, 0.2] select new Oklch(lightness, chroma, hue * 15).ToColour();

        Assert.All(accents, accent => Assert.Empty(ThemeContrast.Check(Import(accent.ToHex()))));
    }

    [Theory]
    [InlineData("#7d1f2d")]
    [InlineData("#186277")]
    [InlineData("#b9e34b")]
    public void The_brands_own_colour_stays_what_it_is_in_the_light(string accent) => Assert.Equal(accent, Import(accent).Colour("light", "accent").ToHex());

    [Fact]
    public void A_pale_accent_gets_an_edge_and_a_dark_label()
    {
        var tokens = Import("#b9e34b");

        Assert.Equal(1, tokens.Colour("light", "accent-line").Alpha);
        Assert.True(tokens.Colour("light", "on-accent").Luminance < 0.05);
        Assert.NotEqual(tokens.Colour("light", "accent"), tokens.Colour("light", "text-link"));
    }

    [Theory]
    [InlineData("card")]
    [InlineData("split")]
    [InlineData("full")]
    public void The_whole_folder_is_without_any_fault(string layout)
    {
        foreach (var corners in ThemeStarter.CornerNames)
        {
            var files = ThemeStarter.Import(new BrandWish(Colour.Parse("#7d1f2d")!.Value, "serif", corners), layout);

            var finding = Assert.Single(ThemeCheck.Run(new MemoryFolder(files.Select(file => (file.Key, file.Value)))));
            Assert.Equal(FindingResult.Ok, finding.Result);
        }
    }

    [Fact]
    public void A_new_folder_changes_nothing()
    {
        var reading = ThemeReader.Read(new MemoryFolder(ThemeStarter.New().Select(file => (file.Key, file.Value))));

        Assert.Empty(reading.Problems);
        Assert.Equal(TokenSet.Default.ToCss(), reading.Theme.Tokens.ToCss());
    }

    [Fact]
    public void Contrast_is_rounded_to_nobodys_favour()
    {
        var tokens = TokenSet.Read("""{ "light": { "color": { "text-muted": { "$value": "#767676" }, "accent": { "$value": "#ccc" } } } }"""u8.ToArray(), [])!;

        var problems = ThemeContrast.Check(tokens).Select(problem => problem.ToString()).ToList();

        Assert.Contains("theme.json, light.color.text-muted: on surface-page it has 4.13 to 1, and needs 4.5 (hints, second lines).", problems);
        Assert.Contains(problems, problem => problem.StartsWith("theme.json, light.color.accent: ", StringComparison.Ordinal) && problem.EndsWith("A darker accent-line around it helps too.", StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Contains("dark.", StringComparison.Ordinal));
    }

    private static TokenSet Import(string accent)
    {
        var files = ThemeStarter.Import(new BrandWish(Colour.Parse(accent)!.Value, "system", "soft"), "card");
        var problems = new List<ThemeProblem>();
        var tokens = TokenSet.Read(Encoding.UTF8.GetBytes(files[ThemeReader.Tokens]), problems);
        Assert.Empty(problems);
        return tokens!;
    }
}
