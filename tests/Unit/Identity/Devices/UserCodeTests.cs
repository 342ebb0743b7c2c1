using Portal.Identity.Devices;
using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Devices;

public sealed class UserCodeTests
{
    [Theory]
    [InlineData("K7XM2P", "K7XM2P")]
    [InlineData("k7xm2p", "K7XM2P")]
    [InlineData(" k7x m2p ", "K7XM2P")]
    [InlineData("K7X-M2P", "K7XM2P")]
    [InlineData("K 7 X\tM 2\u00a0P\n", "K7XM2P")]
    [InlineData("", null)]
    [InlineData("K7XM2", null)]
    [InlineData("K7XM2PP", null)]
    [InlineData("K7XM2\0", null)]
    [InlineData("K7XM20", null)] // a letter O or a nought: no code has either
    [InlineData("K7XM2\ud83d\ude00", null)]
    [InlineData("K7XM2\uff30", null)]
    public void Reads_what_people_type(string typed, string? code) => Assert.Equal(code, UserCode.Read(typed));

    [Fact]
    public void Reads_no_more_than_people_type() => Assert.Null(UserCode.Read(new string(' ', 1_000_000) + "K7XM2P"));

    [Fact]
    public void D24_A_code_is_drawn_from_characters_that_nobody_mixes_up()
    {
        var secrets = new SecretGenerator();
        var drawn = Enumerable.Range(0, 2000).Select(_ => UserCode.Draw(secrets)).ToList();

        Assert.All(drawn, code => Assert.Equal(code, UserCode.Read(code)));
        Assert.Equal(UserCode.Alphabet, string.Concat(drawn.SelectMany(code => code).Distinct().OrderBy(char.IsAsciiDigit).ThenBy(character => character)));
        Assert.DoesNotContain(UserCode.Alphabet, character => "AEIOUL01".Contains(character, StringComparison.Ordinal));
        Assert.Equal(drawn.Count, drawn.Distinct().Count());
    }

    [Fact]
    public void Is_shown_in_two_groups() => Assert.Equal("K7X M2P", UserCode.InGroups("K7XM2P"));
}
