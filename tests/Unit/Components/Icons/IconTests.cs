using Portal.Components.Icons;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Icons;

public sealed class IconTests
{
    public static TheoryData<IconName> Names => [.. Enum.GetValues<IconName>()];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_icon_is_drawn_and_hidden_from_screen_readers(IconName name) =>
        Assert.NotEmpty((await Rendering.RenderAsync<Icon>(("Name", name))).Only("svg.icon[viewBox='0 0 20 20'][aria-hidden=true]").Children);

    [Fact]
    public async Task An_arrow_turns_round_with_the_line_of_reading() =>
        Assert.Equal("icon icon-small icon-turn", (await Rendering.RenderAsync<Icon>(("Name", IconName.Back), ("Small", true))).Only("svg").ClassName);
}
