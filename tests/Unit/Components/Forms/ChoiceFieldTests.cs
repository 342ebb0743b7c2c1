using Portal.Components.Forms;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Forms;

public sealed class ChoiceFieldTests
{
    private static readonly Choice[] Colours = [new("red", "Red"), new("blue", "Blue", "Like the sky.")];

    [Fact]
    public async Task Each_choice_has_a_label_and_its_hint()
    {
        var markup = Rendering.Parse(await Rendering.HtmlAsync(typeof(ChoiceField), Of(value: "blue")));

        Assert.Equal("Which?", markup.QuerySelector("fieldset > legend")?.TextContent);
        var chosen = Assert.Single(markup.QuerySelectorAll("input[type=radio][name=colour][checked]"));
        Assert.Equal("Blue", markup.QuerySelector($"label[for={chosen.Id}]")?.TextContent);
        Assert.Equal("Like the sky.", markup.QuerySelector($"#{chosen.GetAttribute("aria-describedby")}")?.TextContent);
        Assert.False(markup.QuerySelector("input[value=red]")!.HasAttribute("aria-describedby"));
    }

    [Fact]
    public async Task What_is_wrong_belongs_to_all_of_them()
    {
        var markup = Rendering.Parse(await Rendering.HtmlAsync(typeof(ChoiceField), Of(error: "Choose one.")));

        Assert.Contains("Choose one.", markup.QuerySelector($"#{markup.QuerySelector("fieldset")!.GetAttribute("aria-describedby")}")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(markup.QuerySelectorAll("[checked]"));
    }

    private static Dictionary<string, object?> Of(string? value = null, string? error = null) => new()
    {
        [nameof(ChoiceField.Name)] = "colour",
        [nameof(ChoiceField.Legend)] = "Which?",
        [nameof(ChoiceField.Choices)] = Colours,
        [nameof(ChoiceField.Value)] = value,
        [nameof(ChoiceField.Error)] = error,
    };
}
