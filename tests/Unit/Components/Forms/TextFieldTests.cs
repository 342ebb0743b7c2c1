using Portal.Components.Forms;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Forms;

public sealed class TextFieldTests
{
    [Fact]
    public async Task Its_label_names_the_input()
    {
        var field = await Rendering.RenderAsync<TextField>(("Name", "username"), ("Label", "Username"));

        var input = field.Only("input[name=username][type=text]");
        Assert.Equal("Username", field.Only($"label[for={input.Id}]").TextContent);
    }

    [Fact]
    public async Task Its_error_comes_before_its_hint_and_both_describe_the_input()
    {
        var field = await Rendering.RenderAsync<TextField>(
            ("Name", "email"), ("Label", "Email"), ("Hint", "We send a code here."), ("Error", "Add the part after the @."));

        var input = field.Only("input");
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal(["Add the part after the @.", "We send a code here."], field.Descriptions(input).Select(Rendering.Words));
    }

    [Fact]
    public async Task Without_error_and_hint_nothing_is_announced()
    {
        var input = (await Rendering.RenderAsync<TextField>(("Name", "email"), ("Label", "Email"))).Only("input");

        Assert.False(input.HasAttribute("aria-invalid"));
        Assert.False(input.HasAttribute("aria-describedby"));
    }

    [Fact]
    public async Task A_field_whose_error_stands_in_the_summary_points_there()
    {
        var input = (await Rendering.RenderAsync<TextField>(
            ("Name", "username"), ("Label", "Username"), ("Invalid", true), ("DescribedBy", "error-summary"))).Only("input");

        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal("error-summary", input.GetAttribute("aria-describedby"));
    }

    [Fact]
    public async Task A_verbatim_field_is_neither_capitalised_nor_corrected()
    {
        var input = (await Rendering.RenderAsync<TextField>(
            ("Name", "username"), ("Label", "Username"), ("Verbatim", true), ("Autocomplete", "username webauthn"))).Only("input");

        Assert.Equal("none", input.GetAttribute("autocapitalize"));
        Assert.Equal("off", input.GetAttribute("autocorrect"));
        Assert.Equal("false", input.GetAttribute("spellcheck"));
        Assert.Equal("username webauthn", input.GetAttribute("autocomplete"));
    }

    [Fact]
    public async Task What_was_typed_is_kept() =>
        Assert.Equal("quentin\"><b>", (await Rendering.RenderAsync<TextField>(
            ("Name", "username"), ("Label", "Username"), ("Value", "quentin\"><b>"))).Only("input").GetAttribute("value"));

    [Fact]
    public async Task Fixed_parts_of_the_value_are_seen_and_not_read()
    {
        var field = await Rendering.RenderAsync<TextField>(
            ("Name", "username"), ("Label", "Username"), ("Before", "@"), ("After", ":example.org"));

        Assert.Equal(["@", ":example.org"], field.QuerySelectorAll(".affix[aria-hidden=true]").Select(Rendering.Words));
    }

    [Fact]
    public async Task The_aside_is_reached_after_the_input()
    {
        var field = await Rendering.RenderAsync<TextField>(("Name", "username"), ("Label", "Username"), ("Aside", Rendering.Text("Forgot?")));

        Assert.Equal("aside", field.Only(".field").LastElementChild!.ClassName);
    }
}
