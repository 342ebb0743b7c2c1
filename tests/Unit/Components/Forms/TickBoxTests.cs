using Portal.Components.Forms;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Forms;

public sealed class TickBoxTests
{
    [Fact]
    public async Task Its_label_names_the_box()
    {
        var tick = await Rendering.RenderAsync<TickBox>(("Name", "terms"), ("ChildContent", Rendering.Text("I accept")), ("Checked", true));

        var box = tick.Only("input[type=checkbox][name=terms][value=true][checked]");
        Assert.Equal("I accept", tick.Only($"label[for={box.Id}]").TextContent);
    }

    [Fact]
    public async Task A_missing_tick_says_so()
    {
        var tick = await Rendering.RenderAsync<TickBox>(
            ("Name", "terms"), ("ChildContent", Rendering.Text("I accept")), ("Error", "Tick this box to go on."));

        Assert.Equal("Tick this box to go on.", Assert.Single(tick.Descriptions(tick.Only("input[aria-invalid=true]"))).Words());
    }
}
