using AngleSharp.Dom;
using Portal.Components.Consent;
using Portal.Components.Forms;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Consent;

public sealed class ConsentCardTests
{
    private static readonly (string Name, object? Value)[] Parameters =
    [
        ("ClientName", "Element"), ("Host", "app.element.io"), ("MatrixId", "@quentin:example.org"), ("AccountName", "Quentin"),
        ("Can", new ConsentRights("{0} can", ["Read your messages", "Change your name"])),
        ("Cannot", new ConsentRights("{0} cannot", ["See your password"])),
        ("Answers", Rendering.Of<SubmitButton>(("Text", "Allow")) + Rendering.Of<SubmitButton>(("Text", "Cancel"), ("Kind", ButtonKind.Plain))),
    ];

    private static readonly (string Name, object? Value)[] Dangerous =
    [
        .. Parameters,
        ("Dangerous", new ConsentRights("It asks for power over others", ["Run the whole server"])),
        ("DangerousTick", "I want this"), ("NewTag", "New"),
    ];

    [Fact]
    public async Task Runs_from_the_client_through_the_rights_to_the_account()
    {
        var thread = (await Rendering.RenderAsync<ConsentCard>(Parameters)).Only(".thread");

        Assert.Equal(
            ["E Element app.element.io", "Element can Read your messages Change your name", "Element cannot See your password", "Q Quentin @quentin:example.org"],
            thread.Children.Select(Words));
    }

    [Fact]
    public async Task The_host_does_not_look_like_a_name() =>
        Assert.Equal("app.element.io", (await Rendering.RenderAsync<ConsentCard>(Parameters)).Only(".who .host").TextContent);

    [Fact]
    public async Task A_name_cannot_spill_into_what_the_portal_says()
    {
        var card = await Rendering.RenderAsync<ConsentCard>([.. Parameters[1..], ("ClientName", Samples.Hostile)]);

        var places = card.QuerySelectorAll(".who bdi, h2 bdi").Where(one => one.TextContent is Samples.Hostile);
        Assert.Equal(3, places.Count());
        Assert.Empty(card.QuerySelectorAll("img"));
    }

    [Fact]
    public async Task Power_over_others_wants_a_tick_of_its_own()
    {
        var group = (await Rendering.RenderAsync<ConsentCard>(Dangerous)).Only(".rights[data-kind=dangerous]");

        var tick = group.Only("input[type=checkbox][required]");
        Assert.Equal("I want this", group.Only($"label[for={tick.Id}]").TextContent);
    }

    [Fact]
    public async Task Without_power_over_others_there_is_no_tick() =>
        Assert.Empty((await Rendering.RenderAsync<ConsentCard>(Parameters)).QuerySelectorAll("input"));

    [Fact]
    public async Task A_client_not_seen_before_is_marked() =>
        Assert.Equal("New", (await Rendering.RenderAsync<ConsentCard>(Dangerous)).Only(".tag[data-tone=warning]").TextContent);

    [Fact]
    public async Task An_empty_group_is_left_out()
    {
        var card = await Rendering.RenderAsync<ConsentCard>([.. Parameters.Where(one => one.Name is not "Cannot"), ("Cannot", new ConsentRights("{0} cannot", []))]);

        Assert.Empty(card.QuerySelectorAll(".rights[data-kind=withheld]"));
    }

    [Fact]
    public async Task Both_answers_stand_side_by_side() =>
        Assert.Equal(["Allow", "Cancel"], (await Rendering.RenderAsync<ConsentCard>(Parameters)).QuerySelectorAll(".answers > .button").Select(Rendering.Words));

    // Blocks are apart on the page, so they are apart here.
    private static string Words(IElement element) => string.Join(' ', element.QuerySelectorAll(".tile, .disc, .who bdi, .host, .mxid, h2, .rights ul > li").Select(Rendering.Words));
}
