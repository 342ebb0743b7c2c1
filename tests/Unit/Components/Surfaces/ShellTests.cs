using Portal.Components.Icons;
using Portal.Components.Surfaces;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Surfaces;

public sealed class ShellTests
{
    [Fact]
    public async Task The_first_link_of_a_flow_page_leads_past_the_header()
    {
        var page = await Rendering.RenderAsync<AuthShell>(
            ("SkipHref", "/login#main"), ("SkipText", "Skip to content"), ("Brand", Rendering.Text("example.org")), ("ChildContent", Rendering.Text("Sign in")));

        Assert.Equal("/login#main", page.FirstElementChild!.GetAttribute("href"));
        Assert.Equal("Sign in", page.Only("main#main").Words());
    }

    [Fact]
    public async Task The_rail_marks_the_current_page()
    {
        RailItem[] items = [new("/account", "Overview", IconName.Home), new("/account/devices", "Devices", IconName.Devices, IsCurrent: true)];

        var page = await Rendering.RenderAsync<AccountShell>(
            ("SkipHref", "/account/devices#main"), ("SkipText", "Skip to content"), ("Brand", Rendering.Text("example.org")), ("Account", Rendering.Text("me")),
            ("NavigationLabel", "Account"), ("Items", items), ("ChildContent", Rendering.Text("Devices")));

        Assert.Equal("Devices", page.Only("nav[aria-label=Account] a[aria-current=page]").Words());
    }

    [Fact]
    public async Task The_strip_shows_the_host_beside_the_name()
    {
        var strip = await Rendering.RenderAsync<ContinueStrip>(("Text", "To continue to {0}"), ("ClientName", "Element"), ("Host", "app.element.io"));

        Assert.Equal("Element", strip.Only("b > bdi").TextContent);
        Assert.Equal("app.element.io", strip.Only(".host").TextContent);
    }

    [Fact]
    public async Task Steps_fill_as_one_goes_on()
    {
        var steps = await Rendering.RenderAsync<Steps>(("Current", 2), ("Total", 3), ("Text", "Step 2 of 3"), ("Name", ": your email"));

        Assert.Equal([true, true, false], steps.QuerySelectorAll("i").Select(step => step.HasAttribute("data-done")));
        Assert.Equal("Step 2 of 3: your email", steps.Words());
    }

    [Fact]
    public async Task A_footer_link_does_not_tell_where_one_came_from() =>
        (await Rendering.RenderAsync<SiteFooter>(("Links", new FooterLink[] { new("/privacy", "Privacy") }))).Only("a[href='/privacy'][rel=noreferrer]");

    [Fact]
    public async Task A_page_has_one_title()
    {
        var header = await Rendering.RenderAsync<PageHeader>(("Title", "Check your email"), ("ChildContent", Rendering.Text("We sent a code.")));

        Assert.Equal("Check your email", header.Only("h1").TextContent.Trim());
        Assert.Equal("We sent a code.", header.Only("p.lead").TextContent);
    }
}
