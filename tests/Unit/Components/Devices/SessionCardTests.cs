using Portal.Components.Devices;
using Portal.Components.Forms;
using Portal.Components.Icons;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Devices;

public sealed class SessionCardTests
{
    private static readonly (string Name, object? Value)[] Parameters =
        [("Kind", DeviceKind.Phone), ("Name", "Pixel 8"), ("Details", new[] { "FluffyChat", "Leipzig" })];

    [Fact]
    public async Task Says_name_client_place_and_time()
    {
        var card = await Rendering.RenderAsync<SessionCard>([.. Parameters, ("Tag", "You are here"), ("Time", Rendering.Text("4 minutes ago"))]);

        Assert.StartsWith("Pixel 8 You are here", card.Only("li").Words(), StringComparison.Ordinal);
        Assert.Equal("FluffyChat · Leipzig · 4 minutes ago", card.Only("p").Words());
    }

    [Fact]
    public async Task Isolates_a_name_that_a_client_chose() =>
        Assert.Equal("Pixel 8", (await Rendering.RenderAsync<SessionCard>([.. Parameters, ("Href", "/account/devices/1")])).Only("a[href='/account/devices/1'] > bdi").TextContent);

    [Fact]
    public async Task Without_an_address_it_is_no_link() =>
        Assert.Empty((await Rendering.RenderAsync<SessionCard>(Parameters)).QuerySelectorAll("a"));

    [Fact]
    public async Task An_ended_session_is_marked() =>
        (await Rendering.RenderAsync<SessionCard>([.. Parameters, ("Ended", true)])).Only("li[data-ended]");

    [Fact]
    public async Task Its_action_names_the_device()
    {
        var action = Rendering.Of<SubmitButton>(("Text", "Sign out"), ("AccessibleName", "Sign out Pixel 8"));

        var card = await Rendering.RenderAsync<SessionCard>([.. Parameters, ("Action", action)]);

        Assert.Equal("Sign out Pixel 8", card.Only("li > button").GetAttribute("aria-label"));
    }

    [Fact]
    public void Every_kind_has_an_icon_of_its_own()
    {
        var icons = Enum.GetValues<DeviceKind>().Select(kind => kind.Icon()).ToList();

        Assert.Equal(icons.Count, icons.Distinct().Count());
        Assert.Equal(IconName.Unknown, DeviceKind.Unknown.Icon());
    }

    [Fact]
    public async Task A_group_is_named_by_its_heading()
    {
        var group = await Rendering.RenderAsync<SessionGroup>(
            ("Id", "phones"), ("Title", "Phones and computers"), ("ChildContent", Rendering.Of<SessionCard>(Parameters)));

        var section = group.Only("section#phones");
        Assert.Equal("Phones and computers", group.Only("h2#" + section.GetAttribute("aria-labelledby")).TextContent);
        section.Only("ul > li");
    }
}
