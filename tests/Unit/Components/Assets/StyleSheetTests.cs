using System.Text.RegularExpressions;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Assets;

public sealed partial class StyleSheetTests
{
    public static TheoryData<string> Sheets => [.. Directory.EnumerateFiles(ComponentFiles.Folder, "*.css").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Sheets))]
    public void Literal_colours_stand_in_the_tokens_only(string sheet) => Assert.Empty(Found(LiteralColour(), sheet));

    [Theory]
    [MemberData(nameof(Sheets))]
    public void Literal_lengths_and_times_stand_in_the_tokens_only(string sheet) => Assert.Empty(Found(LiteralLength(), sheet));

    [Theory]
    [MemberData(nameof(Sheets))]
    public void No_rule_knows_left_from_right(string sheet) => Assert.Empty(Found(PhysicalSide(), sheet));

    [Fact]
    public void No_token_knows_left_from_right_or_loads_anything() => Assert.Empty(PhysicalSide().Matches(ThemeSheet.Css).Concat(Loading().Matches(ThemeSheet.Css)));

    [Theory]
    [MemberData(nameof(Sheets))]
    public void Nothing_is_loaded_from_elsewhere(string sheet) => Assert.Empty(Found(Loading(), sheet));

    [Theory]
    [MemberData(nameof(Sheets))]
    public void Every_token_that_is_read_is_set(string sheet)
    {
        var css = ThemeSheet.Css + ComponentFiles.ReadCss(sheet) + ComponentFiles.ReadCss("portal.css");
        var set = Set().Matches(css).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Used().Matches(ComponentFiles.ReadCss(sheet)).Select(match => match.Groups["name"].Value).Except(set, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_token_is_of_use()
    {
        var all = ThemeSheet.Css + string.Concat(Sheets.Select(row => ComponentFiles.ReadCss(row.Data)));
        var used = Used().Matches(all).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Set().Matches(ThemeSheet.Css).Select(match => match.Groups["name"].Value).Except(used, StringComparer.Ordinal));
    }

    [Fact]
    public void A_theme_comes_after_everything_but_what_protects_people() =>
        Assert.StartsWith("@layer tokens, portal, account, theme, locked;", ThemeSheet.Css, StringComparison.Ordinal);

    [Fact]
    public void A_flow_page_loads_at_most_8_KB_of_style() =>
        Assert.InRange(ThemeSheet.CompressedSize + ComponentFiles.CompressedSize("portal.css"), 1, 8 * 1024);

    private static List<string> Found(Regex pattern, string sheet) =>
        [.. pattern.Matches(Condition().Replace(ComponentFiles.ReadCss(sheet), "")).Select(match => match.Value)];

    [GeneratedRegex(@"@(media|supports)[^{]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Condition();

    [GeneratedRegex(@"#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|hwb|(ok)?(lab|lch)|color|light-dark)\(|:[^;{}]*\b(white|black|gr[ae]y|red|green|blue|yellow|orange|purple)\b[^;{}]*;", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LiteralColour();

    [GeneratedRegex(@"(?<![\w-])\d*\.?\d+(px|rem|pt|cm|mm|in|ms|s)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LiteralLength();

    [GeneratedRegex(@"\b(left|right)\b|\b(margin|padding|border)-(top|bottom)\b|(?<![\w-])(top|bottom|width|height)\s*:", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PhysicalSide();

    [GeneratedRegex(@"@import|url\(|image-set\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Loading();

    [GeneratedRegex(@"(?<![\w-])--(?<name>[\w-]+)\s*:", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Set();

    [GeneratedRegex(@"var\(--(?<name>[\w-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Used();
}
