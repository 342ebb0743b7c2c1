using Portal.Components.Forms;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Forms;

public sealed class PasswordFieldTests
{
    private static readonly (string Name, object? Value)[] Parameters =
        [("Name", "password"), ("Label", "Password"), ("Autocomplete", "current-password"), ("Texts", Samples.Password)];

    [Fact]
    public async Task Is_a_labelled_password_that_managers_can_fill()
    {
        var field = await Rendering.RenderAsync<PasswordField>(Parameters);

        var input = field.Only("input[type=password][autocomplete=current-password][required]");
        Assert.Equal("Password", field.Only($"label[for={input.Id}]").TextContent);
        Assert.False(input.HasAttribute("value"));
    }

    [Fact]
    public async Task Its_reveal_button_is_hidden_until_a_script_serves_it()
    {
        var field = await Rendering.RenderAsync<PasswordField>(Parameters);

        var button = field.Only("button[hidden][type=button]");
        Assert.Equal(field.Only("input").Id, button.GetAttribute("data-reveal"));
        Assert.Equal("Show password", button.GetAttribute("aria-label"));
        Assert.Equal("Hide password", button.GetAttribute("data-hide-label"));
        Assert.Equal("status", button.NextElementSibling!.GetAttribute("role"));
    }

    [Fact]
    public async Task Its_caps_lock_hint_stands_hidden_in_a_live_region()
    {
        var field = await Rendering.RenderAsync<PasswordField>(Parameters);

        var hint = field.Only("#" + field.Only("input").GetAttribute("data-caps"));
        Assert.True(hint.HasAttribute("hidden"));
        Assert.Equal("status", hint.ParentElement!.GetAttribute("role"));
    }

    [Fact]
    public async Task Its_error_describes_the_input()
    {
        var field = await Rendering.RenderAsync<PasswordField>([.. Parameters, ("Error", "That password is too common.")]);

        Assert.Equal("That password is too common.", Assert.Single(field.Descriptions(field.Only("input[aria-invalid=true]"))).Words());
    }
}
