using Portal.Components.Forms;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Forms;

public sealed class ErrorSummaryTests
{
    [Fact]
    public async Task Is_announced_and_can_take_the_focus()
    {
        var summary = (await Rendering.RenderAsync<ErrorSummary>(
            ("Title", "That username and password do not match."), ("ChildContent", Rendering.Text("Check both."))))
            .Only("#error-summary[role=alert][tabindex='-1'][data-focus][data-tone=danger]");

        Assert.Equal("That username and password do not match. Check both.", summary.Words());
    }
}
