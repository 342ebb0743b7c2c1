using System.Text.RegularExpressions;
using Portal.Components.Forms;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Forms;

public sealed class CodeFieldTests
{
    [Fact]
    public async Task Is_one_input_that_phones_and_managers_recognise()
    {
        var field = await Rendering.RenderAsync<CodeField>(("Name", "code"), ("Label", "Code"), ("Autofocus", true));

        var input = field.Only("input[inputmode=numeric][autocomplete=one-time-code][autofocus][required]");
        Assert.Equal("Code", field.Only($"label[for={input.Id}]").TextContent);
    }

    [Theory]
    [InlineData("482913")]
    [InlineData("482 913")]
    [InlineData("4 8 2 9 1 3")]
    public async Task Takes_a_paste_without_a_script(string pasted)
    {
        var input = (await Rendering.RenderAsync<CodeField>(("Name", "code"), ("Label", "Code"))).Only("input");

        Assert.True(pasted.Length <= int.Parse(input.GetAttribute("maxlength")!));
        Assert.Matches(new Regex($"^(?:{input.GetAttribute("pattern")})$", RegexOptions.None, TimeSpan.FromSeconds(1)), pasted);
    }

    [Theory]
    [InlineData("K7XM2P")]
    [InlineData("k7x-m2p")]
    [InlineData("k 7 x m 2 p")]
    public async Task Takes_letters_where_a_code_has_them(string typed)
    {
        var input = (await Rendering.RenderAsync<CodeField>(("Name", "code"), ("Label", "Code"), ("Letters", true))).Only("input[inputmode=text][autocomplete=off][autocapitalize=characters][data-letters]");

        Assert.True(typed.Length <= int.Parse(input.GetAttribute("maxlength")!));
        Assert.Matches(new Regex($"^(?:{input.GetAttribute("pattern")})$", RegexOptions.None, TimeSpan.FromSeconds(1)), typed);
    }
}
