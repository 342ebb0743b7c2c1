using Microsoft.AspNetCore.Components;
using Portal.Components.Identity;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Identity;

public sealed class IdentityTests
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("a", 2)] // 97 = 16 * 6 + 1
    [InlineData("b", 3)]
    [InlineData("😀", 5)] // one code point, 128512 = 21418 * 6 + 4, not two halves
    public void The_hue_is_the_sum_of_code_points_modulo_six_plus_one(string matrixId, int hue) =>
        Assert.Equal(hue, DiscHue.Of(matrixId));

    [Theory]
    [InlineData("Quentin Demo", "@quentin-demo:example.org", "Q")]
    [InlineData(null, "@quentin-demo:example.org", "Q")]
    [InlineData("\u202E  élan", "@x:example.org", "É")]
    [InlineData("🙂", "@x:example.org", "·")]
    public async Task A_disc_shows_the_first_letter_and_is_not_read(string? name, string matrixId, string letter) =>
        Assert.Equal(letter, (await Rendering.RenderAsync<Disc>(("MatrixId", matrixId), ("Name", name))).Only(".disc[aria-hidden=true]").TextContent);

    [Fact]
    public async Task A_Matrix_ID_sets_its_server_apart()
    {
        var text = (await Rendering.RenderAsync<MatrixIdText>(("MatrixId", "@quentin:example.org:8448"))).Only(".mxid");

        Assert.Equal("@quentin:example.org:8448", text.TextContent);
        Assert.Equal(":example.org:8448", text.Only(".mxid-server").TextContent);
    }

    [Theory]
    [InlineData("Let {0} use your account?", "Let Element use your account?")]
    [InlineData("{0} can", "Element can")]
    [InlineData("It cannot", "It cannot")]
    public async Task A_phrase_puts_the_name_where_its_language_wants_it(string text, string words) =>
        Assert.Equal(words, (await Rendering.RenderAsync<Phrase>(("Text", text), ("Name", "Element"))).Words());

    [Fact]
    public async Task A_phrase_isolates_a_name_that_would_turn_it_round() =>
        Assert.Equal("\u202Egnp.exe", (await Rendering.RenderAsync<Phrase>(("Text", "Let {0} in?"), ("Name", "\u202Egnp.exe"))).Only("b > bdi").TextContent);

    [Fact]
    public async Task A_phrase_does_not_look_for_places_inside_the_name() =>
        Assert.Equal("Let {0}{0} in?", (await Rendering.RenderAsync<Phrase>(("Text", "Let {0} in?"), ("Name", "{0}{0}"))).Words());

    [Theory]
    [InlineData("{0} has {1} and {2}.", "A has B and C.")]
    [InlineData("{2}{1}: {0}", "CB: A")]
    [InlineData("None", "None")]
    [InlineData("A brace { and {x} and {9}", "A brace { and {x} and")]
    public async Task A_sentence_puts_things_where_its_language_wants_them(string text, string words) =>
        Assert.Equal(words, (await Rendering.RenderAsync<Sentence>(("Text", text), ("Parts", (RenderFragment[])[.. "ABC".Select<char, RenderFragment>(letter => builder => builder.AddContent(0, letter))]))).Words());

    [Fact]
    public async Task An_account_chip_says_where_it_leads()
    {
        var chip = (await Rendering.RenderAsync<AccountChip>(
            ("MatrixId", "@quentin:example.org"), ("Href", "/account/profile"), ("Label", "Your profile:"))).Only("a.chip[href='/account/profile']");

        chip.Only(".disc").Remove(); // not read
        Assert.Equal("Your profile: @quentin:example.org", chip.TextContent);
    }

    [Fact]
    public async Task A_logo_needs_no_words_of_its_own() =>
        (await Rendering.RenderAsync<AppTile>(("Name", "Element"), ("Logo", "/logos/1"))).Only(".tile[aria-hidden=true] > img[alt=''][src='/logos/1']");
}
