using Portal.Identity.Accounts;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts;

public sealed class DisplayNamesTests
{
    [Theory]
    [InlineData("Quentin", "Quentin")]
    [InlineData("  Quentin Demo \t", "Quentin Demo")]
    [InlineData("Ωμέγα 👩‍🚀", "Ωμέγα 👩‍🚀")]
    [InlineData("שלום", "שלום")]
    public void A_name_is_any_line_of_text_without_the_white_space_around_it(string typed, string name) => Assert.Equal(name, DisplayNames.Read(typed));

    [Theory]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("two\nlines")]
    [InlineData("a\0b")]
    [InlineData("a\u2028b")]
    [InlineData("\u001b[31m")]
    [InlineData("half \ufffd")]
    public void What_is_no_line_of_text_is_no_name(string typed) => Assert.Null(DisplayNames.Read(typed));

    [Theory]
    [InlineData('\u202e')]
    [InlineData('\u202a')]
    [InlineData('\u2066')]
    [InlineData('\u2069')]
    public void A60_What_turns_text_round_is_no_part_of_a_name(char control) => Assert.Null(DisplayNames.Read($"Quen{control}tin"));

    [Theory]
    [InlineData("x", 255, true)]
    [InlineData("x", 256, false)]
    [InlineData("é", 127, true)] // 254 bytes
    [InlineData("é", 128, false)]
    public void Its_length_is_counted_in_bytes_of_UTF_8(string letter, int count, bool accepted) =>
        Assert.Equal(accepted, DisplayNames.Read(string.Concat(Enumerable.Repeat(letter, count))) is not null);
}
