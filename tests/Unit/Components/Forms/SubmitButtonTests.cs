using Portal.Components.Forms;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Forms;

public sealed class SubmitButtonTests
{
    [Theory]
    [InlineData(ButtonKind.Main, "button", "main")]
    [InlineData(ButtonKind.Plain, "button", "plain")]
    [InlineData(ButtonKind.Danger, "button", "danger")]
    [InlineData(ButtonKind.Quiet, "button", "quiet")]
    [InlineData(ButtonKind.QuietDanger, "button", "quiet-danger")]
    [InlineData(ButtonKind.Link, "link", null)]
    public async Task Its_kind_is_an_attribute_that_the_stylesheet_knows(ButtonKind kind, string cssClass, string? attribute)
    {
        var button = (await Rendering.RenderAsync<SubmitButton>(("Text", "Go"), ("Kind", kind))).Only("button[type=submit]");

        Assert.Equal(cssClass, button.ClassName);
        Assert.Equal(attribute, button.GetAttribute("data-kind"));
    }

    [Fact]
    public async Task Says_which_answer_it_is_and_what_it_does_meanwhile()
    {
        var button = (await Rendering.RenderAsync<SubmitButton>(
            ("Text", "Sign in"), ("BusyText", "Signing in…"), ("Name", "action"), ("Value", "sign-in"))).Only("button[name=action][value=sign-in]");

        Assert.Equal("Signing in…", button.GetAttribute("data-busy-label"));
        Assert.Equal("Sign in", button.Only("[data-label]").TextContent);
    }

    [Fact]
    public async Task A_way_out_skips_validation() =>
        (await Rendering.RenderAsync<SubmitButton>(("Text", "Cancel"), ("SkipValidation", true))).Only("button[formnovalidate]");

    [Fact]
    public async Task Waiting_works_without_a_script()
    {
        var button = (await Rendering.RenderAsync<WaitButton>(
            ("Text", "Send a new code"), ("WaitText", "New code in {0}"), ("Seconds", 24))).Only("button[data-available-in='24']");

        Assert.False(button.HasAttribute("disabled"));
        Assert.Equal("Send a new code", button.TextContent);
    }
}
