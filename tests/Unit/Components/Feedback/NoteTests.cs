using Microsoft.AspNetCore.Components;
using Portal.Components.Feedback;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Feedback;

public sealed class NoteTests
{
    [Theory]
    [InlineData(Tone.Info, null)]
    [InlineData(Tone.Success, "success")]
    [InlineData(Tone.Warning, "warning")]
    [InlineData(Tone.Danger, "danger")]
    public async Task Its_tone_never_stands_alone(Tone tone, string? attribute)
    {
        var note = (await Rendering.RenderAsync<Note>(("Title", "Saved."), ("Tone", tone))).Only(".note");

        Assert.Equal(attribute, note.GetAttribute("data-tone"));
        note.Only("svg[aria-hidden=true]");
        Assert.Equal("Saved.", note.Words());
    }

    [Fact]
    public async Task A_name_in_its_title_is_set_apart()
    {
        RenderFragment title = builder => builder.AddMarkupContent(0, "<b><bdi>Pixel</bdi></b> is signed out.");

        var note = (await Rendering.RenderAsync<Note>(("TitleContent", title))).Only(".note");

        Assert.Equal("Pixel is signed out.", note.Words());
        note.Only("b > b > bdi");
    }

    [Fact]
    public async Task Only_a_live_note_is_announced()
    {
        Assert.False((await Rendering.RenderAsync<Note>(("Title", "Saved."))).Only(".note").HasAttribute("role"));
        (await Rendering.RenderAsync<Note>(("Title", "Saved."), ("Live", true))).Only(".note[role=status]");
    }
}
