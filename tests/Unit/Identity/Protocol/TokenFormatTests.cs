using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Protocol;

public sealed class TokenFormatTests
{
    [Theory]
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz0123_ObV8J1", TokenKind.OAuthAccess)] // the vectors of contract section 6.6
    [InlineData("mar_abcdefghijklmnopqrstuvwxyz0123_07fk9G", TokenKind.OAuthRefresh)]
    [InlineData("mat_kpEby6vK111fY0yuOhDRk1XEmSyVZE_0Cszve", TokenKind.OAuthAccess)]
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz0123_ObV8J2", TokenKind.Unknown)]
    [InlineData("mar_abcdefghijklmnopqrstuvwxyz0123_ObV8J1", TokenKind.Unknown)]
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz0124_ObV8J1", TokenKind.Unknown)]
    [InlineData("mat_kpEby6vK111fY0yuOhDRk1XEmSyVZE_Cszve", TokenKind.Unknown)]
    [InlineData("MAT_abcdefghijklmnopqrstuvwxyz0123_ObV8J1", TokenKind.Unknown)]
    [InlineData("mat-abcdefghijklmnopqrstuvwxyz0123-ObV8J1", TokenKind.Unknown)]
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz0123_ObV8J1 ", TokenKind.Unknown)]
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz012é_ObV8J1", TokenKind.Unknown)]
    [InlineData("mat_", TokenKind.Unknown)]
    [InlineData("", TokenKind.Unknown)]
    public void Classifies_by_prefix_and_checksum(string token, TokenKind kind) => Assert.Equal(kind, TokenFormat.Classify(token));

    [Theory]
    [InlineData(TokenKind.OAuthAccess)]
    [InlineData(TokenKind.OAuthRefresh)]
    public void Recognises_what_it_creates(TokenKind kind)
    {
        var secrets = new SecretGenerator();

        Assert.All(Enumerable.Range(0, 200), _ => Assert.Equal(kind, TokenFormat.Classify(TokenFormat.Create(kind, secrets))));
    }

    [Fact]
    public void Creates_the_vector_from_its_random_part() =>
        Assert.Equal("mar_abcdefghijklmnopqrstuvwxyz0123_07fk9G", TokenFormat.Create(TokenKind.OAuthRefresh, new Fixed("abcdefghijklmnopqrstuvwxyz0123")));

    private sealed class Fixed(string text) : SecretGenerator
    {
        public override string Text(int length) => text;
    }
}
