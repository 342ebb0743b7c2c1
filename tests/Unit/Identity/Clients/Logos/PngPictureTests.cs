using System.Text;
using Portal.Identity.Clients.Logos;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Clients.Logos;

/// <summary>What may be shown as an app's logo (attack A61).</summary>
public sealed class PngPictureTests
{
    private static readonly (string, byte[]) Pixels = ("IDAT", APng.Deflate(APng.Rows(16, 65)));

    [Fact]
    public void A_checksum_is_that_of_the_standard() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    [Theory]
    [InlineData(1, 0, 3)]
    [InlineData(16, 0, 33)]
    [InlineData(8, 2, 49)]
    [InlineData(16, 2, 97)]
    [InlineData(8, 4, 33)]
    [InlineData(16, 6, 129)]
    public void Every_colour_type_is_accepted(byte depth, byte colourType, int rowLength) =>
        Assert.True(IsAccepted(APng.File(APng.Header(16, 16, depth, colourType), ("IDAT", APng.Deflate(APng.Rows(16, rowLength))), APng.End)));

    [Fact]
    public void Only_pixels_are_left()
    {
        var rows = APng.Deflate(APng.Rows(16, 17));
        var file = APng.File(
            APng.Header(16, 16, 8, 3), ("tEXt", "Comment\0<script>"u8.ToArray()), ("PLTE", new byte[6]), ("iCCP", [1, 2, 3]), ("IDAT", rows[..5]), ("IDAT", rows[5..]), ("eXIf", [9]), APng.End);

        Assert.True(PngPicture.TryClean(file, out var clean));

        var text = Encoding.Latin1.GetString(clean);
        Assert.DoesNotContain("script", text, StringComparison.Ordinal);
        Assert.All(new[] { "tEXt", "iCCP", "eXIf" }, type => Assert.DoesNotContain(type, text, StringComparison.Ordinal));
        Assert.Equal(2, text.Split("IDAT").Length);
        Assert.True(PngPicture.TryClean(clean, out var again));
        Assert.Equal(clean, again);
    }

    [Theory]
    [InlineData(3, 2, true)]
    [InlineData(3, 3, false)] // more than the palette has
    [InlineData(3, 0, false)]
    [InlineData(2, 6, true)]
    [InlineData(2, 2, false)]
    [InlineData(0, 2, true)]
    [InlineData(6, 6, false)] // such a picture has an alpha channel
    public void Transparency_stays_where_it_fits(byte colourType, int length, bool kept)
    {
        var samples = colourType switch { 2 => 3, 6 => 4, _ => 1 };
        (string Type, byte[] Data)[] palette = colourType == 3 ? [("PLTE", new byte[6])] : [];
        var file = APng.File([APng.Header(16, 16, 8, colourType), .. palette, ("tRNS", new byte[length]), ("IDAT", APng.Deflate(APng.Rows(16, 1 + (16 * samples)))), APng.End]);

        Assert.True(PngPicture.TryClean(file, out var clean));
        Assert.Equal(kept, Encoding.Latin1.GetString(clean).Contains("tRNS", StringComparison.Ordinal));
    }

    public static TheoryData<string, byte[]> Refused { get; } = new()
    {
        { "nothing", [] },
        { "a vector", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8.ToArray() },
        { "another format", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0] },
        { "only the signature", APng.File() },
        { "no pixels", APng.File(APng.Header(16, 16), APng.End) },
        { "no end", APng.File(APng.Header(16, 16), Pixels) },
        { "something behind the end", [.. APng.Square(), .. "<?php"u8] },
        { "a second end", APng.File(APng.Header(16, 16), Pixels, APng.End, APng.End) },
        { "two headers", APng.File(APng.Header(16, 16), APng.Header(16, 16), Pixels, APng.End) },
        { "no header", APng.File(Pixels, APng.End) },
        { "a critical chunk that nobody knows", APng.File(APng.Header(16, 16), ("ABCD", []), Pixels, APng.End) },
        { "pixels in two places", APng.File(APng.Header(16, 16), Pixels, ("tEXt", []), Pixels, APng.End) },
        { "a wrong checksum", [.. APng.Square()[..^1], 0] },
        { "cut off", APng.Square()[..^4] },
        { "a chunk longer than the file", [.. APng.File(), 0x7F, 0xFF, 0xFF, 0xFF, .. "IHDR"u8, 0, 0, 0, 0] },
        { "a chunk of negative length", [.. APng.File(), 0xFF, 0xFF, 0xFF, 0xFF, .. "IHDR"u8, 0, 0, 0, 0] },
        { "no width", APng.File(APng.Header(0, 16), Pixels, APng.End) },
        { "too wide", APng.File(APng.Header(1025, 1), ("IDAT", APng.Deflate(APng.Rows(1, 4101))), APng.End) },
        { "enormous", APng.File(APng.Header(int.MaxValue, int.MaxValue), Pixels, APng.End) },
        { "a depth that does not fit", APng.File(APng.Header(16, 16, depth: 4), Pixels, APng.End) },
        { "a colour type that nobody knows", APng.File(APng.Header(16, 16, colourType: 5), Pixels, APng.End) },
        { "interlaced", APng.File(APng.Header(16, 16, interlace: 1), Pixels, APng.End) },
        { "another compression", APng.File(APng.Header(16, 16, compression: 1), Pixels, APng.End) },
        { "another filter method", APng.File(APng.Header(16, 16, filter: 1), Pixels, APng.End) },
        { "a filter that nobody knows", APng.File(APng.Header(16, 16), ("IDAT", APng.Deflate(APng.Rows(16, 65, filter: 5))), APng.End) },
        { "too few pixels", APng.File(APng.Header(16, 16), ("IDAT", APng.Deflate(APng.Rows(15, 65))), APng.End) },
        { "too many pixels", APng.File(APng.Header(16, 16), ("IDAT", APng.Deflate(APng.Rows(17, 65))), APng.End) },
        { "a bomb", APng.File(APng.Header(1, 1), ("IDAT", APng.Deflate(new byte[50_000_000])), APng.End) },
        { "no compressed data", APng.File(APng.Header(16, 16), ("IDAT", [1, 2, 3, 4, 5]), APng.End) },
        { "a palette that is missing", APng.File(APng.Header(16, 16, 8, 3), ("IDAT", APng.Deflate(APng.Rows(16, 17))), APng.End) },
        { "a palette of half colours", APng.File(APng.Header(16, 16, 8, 3), ("PLTE", new byte[4]), ("IDAT", APng.Deflate(APng.Rows(16, 17))), APng.End) },
        { "a palette that is too long", APng.File(APng.Header(16, 16, 1, 3), ("PLTE", new byte[9]), ("IDAT", APng.Deflate(APng.Rows(16, 3))), APng.End) },
        { "a palette behind the pixels", APng.File(APng.Header(16, 16, 8, 3), ("IDAT", APng.Deflate(APng.Rows(16, 17))), ("PLTE", new byte[3]), APng.End) },
        { "a long file", [.. APng.Square(), .. new byte[PngPicture.MaximumLength]] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A61_everything_else_is_refused(string what, byte[] file) => Assert.False(IsAccepted(file), what);

    private static bool IsAccepted(byte[] file) => PngPicture.TryClean(file, out _);
}
