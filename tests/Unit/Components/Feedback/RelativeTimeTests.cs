using Portal.Components.Feedback;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Feedback;

public sealed class RelativeTimeTests
{
    [Fact]
    public async Task Carries_the_exact_time_for_machines_and_for_a_hover()
    {
        var time = (await Rendering.RenderAsync<RelativeTime>(
            ("At", new DateTimeOffset(2026, 11, 21, 9, 40, 0, TimeSpan.FromHours(1))),
            ("Text", "4 minutes ago"), ("Exact", "Saturday 21 November 2026, 09:40"))).Only("time");

        Assert.Equal("2026-11-21T08:40:00Z", time.GetAttribute("datetime"));
        Assert.Equal("Saturday 21 November 2026, 09:40", time.GetAttribute("title"));
        Assert.Equal("4 minutes ago", time.TextContent);
    }
}
