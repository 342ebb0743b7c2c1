using Portal.Components.Consent;
using Portal.Components.Surfaces;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Surfaces;

/// <summary>Ways through a long list, and what somebody may do.</summary>
public sealed class ListNavigationTests
{
    [Fact]
    public async Task Filters_say_how_many_they_show_and_which_is_on()
    {
        var filters = await Rendering.RenderAsync<FilterLinks>(("Label", "What to show"), ("Items", new FilterLink[] { new("/all", "All", 7, IsCurrent: true), new("/apps", "Apps", 4) }));

        Assert.Equal("What to show", filters.Only("nav").GetAttribute("aria-label"));
        Assert.Equal(["All 7", "Apps 4"], filters.QuerySelectorAll("a").Select(link => link.TextContent));
        Assert.Equal("/all", filters.Only("a[aria-current]").GetAttribute("href"));
    }

    [Theory]
    [InlineData(null, null, "")]
    [InlineData(null, "/next", "next")]
    [InlineData("/previous", null, "prev")]
    [InlineData("/previous", "/next", "prev next")]
    public async Task A_pager_leads_only_where_there_is_something(string? previous, string? next, string relations)
    {
        var pager = await Rendering.RenderAsync<Pager>(("Label", "Pages"), ("PreviousText", "Previous"), ("NextText", "Next"), ("PreviousHref", previous), ("NextHref", next));

        Assert.Equal(relations, string.Join(' ', pager.QuerySelectorAll("a").Select(link => link.GetAttribute("rel"))));
        Assert.Equal(relations.Length == 0 ? 0 : 1, pager.QuerySelectorAll("nav").Length);
    }

    [Theory]
    [InlineData(RightsKind.Given, "success")]
    [InlineData(RightsKind.Dangerous, "danger")]
    [InlineData(RightsKind.Withheld, "withheld")]
    public async Task Outcomes_are_marked_by_what_they_mean(RightsKind kind, string tone)
    {
        var outcomes = await Rendering.RenderAsync<Outcomes>(("Kind", kind), ("Texts", new[] { "Read messages" }));

        Assert.Equal("Read messages", outcomes.Only("li").TextContent);
        Assert.Equal(tone, outcomes.Only(".bead").GetAttribute("data-tone"));
    }
}
