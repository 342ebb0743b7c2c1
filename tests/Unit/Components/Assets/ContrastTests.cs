using Xunit;

namespace Portal.Tests.Unit.Components.Assets;

public sealed class ContrastTests
{
    private const double Text = 4.5; // WCAG 2.2, 1.4.3
    private const double Control = 3; // 1.4.11

    public static TheoryData<string, string, double> Pairs => new(
        from row in new (string Front, string Behind, double Least)[]
        {
            ("text", "surface-page surface-card surface-field surface-sunken accent-soft danger-soft warning-soft success-soft", Text),
            ("text-muted", "surface-page surface-card surface-field surface-sunken accent-soft danger-soft warning-soft", Text),
            ("text-link", "surface-page surface-card surface-field surface-sunken accent-soft danger-soft warning-soft success-soft", Text),
            ("text-inverse", "surface-overlay", Text),
            ("on-accent", "accent accent-hover accent-active", Text),
            ("on-accent-soft", "accent-soft", Text),
            ("on-danger", "danger danger-hover", Text),
            ("danger-text", "surface-page surface-card surface-field surface-sunken danger-soft", Text),
            ("warning-text", "surface-page surface-card warning-soft", Text),
            ("success-text", "surface-page surface-card surface-sunken success-soft", Text),
            ("disabled-text", "disabled-surface surface-card", Text),
            ("on-disc", "disc-1 disc-2 disc-3 disc-4 disc-5 disc-6", Text),
            ("line-control", "surface-page surface-card surface-field surface-sunken danger-soft warning-soft", Control),
            ("line-control-hover", "surface-page surface-card surface-field surface-sunken", Control),
            ("focus", "surface-page surface-card surface-field surface-sunken accent-soft danger-soft warning-soft success-soft", Control),
            ("accent", "surface-page surface-card surface-field surface-sunken", Control),
            ("danger", "surface-page surface-card", Control),
        }
        from behind in row.Behind.Split(' ')
        select (row.Front, behind, row.Least));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Can_be_read_in_light_and_in_dark(string front, string behind, double least)
    {
        Assert.InRange(Wcag.Contrast(ColourTokens.Light(front), ColourTokens.Light(behind)), least, 21);
        Assert.InRange(Wcag.Contrast(ColourTokens.Dark(front), ColourTokens.Dark(behind)), least, 21);
    }

    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#777777", "#ffffff", 4.48)] // the grey that just fails
    public void Contrast_is_computed_as_the_guideline_says(string one, string other, double ratio) =>
        Assert.Equal(ratio, Wcag.Contrast(one, other), 0.005);
}
