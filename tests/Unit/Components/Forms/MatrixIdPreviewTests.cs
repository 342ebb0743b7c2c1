using Portal.Components.Forms;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Forms;

public sealed class MatrixIdPreviewTests
{
    [Theory]
    [InlineData("quentin", "You will be @quentin:example.org. For good.")]
    [InlineData(null, "You will be @…:example.org. For good.")]
    public async Task Shows_the_whole_Matrix_ID_that_a_name_makes(string? name, string words)
    {
        var preview = await Rendering.RenderAsync<MatrixIdPreview>(
            ("For", "username"), ("ServerName", "example.org"), ("Name", name), ("Text", "You will be {0}. For good."));

        Assert.Equal(words, preview.Words());
        preview.Only("bdi[data-preview=username]");
    }
}
