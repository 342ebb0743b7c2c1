using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Protocol;

public sealed class TokenFormatTests
{
    [Theory]
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz0123_ObV8J1", TokenKind.OAuthAccess)] // the vectors of contract section 6.6
    [InlineData("mar_abcdefghijklmnopqrstuvwxyz0123_07fk9G", TokenKind.OAuthRefresh)]
    [InlineData("mat_kpEby6vK111fY0yuOhDRk1XEmSyVZE_0Cszve", TokenKind.OAuthAccess)]
    [InlineData("mct_000000000000000000000000000000_yh9234", TokenKind.LegacyAccess)]
    [InlineData("mct_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA_7C7Zq2", TokenKind.LegacyAccess)] // the vectors of section 8 of the compat contract
    [InlineData("mcr_0123456789abcdefghijABCDEFGHIJ_0cmVWp", TokenKind.LegacyRefresh)]
    [InlineData("mpt_abcdefghijklmnopqrstuvwxyz0123_FOT553", TokenKind.Personal)]
    [InlineData("mpt_abcdefghijklmnopqrstuvwxyz0123_FOT554", TokenKind.Unknown)]
    [InlineData("mct_uFEhbtyvAYmqgq5UGn9MB0bobzjcU9_0JS6J5", TokenKind.LegacyAccess)]
    [InlineData("mcr_0123456789abcdefghijABCDEFGHIJ_0cmVWq", TokenKind.Unknown)]
    [InlineData("mcr_uFEhbtyvAYmqgq5UGn9MB0bobzjcU9_0JS6J5", TokenKind.Unknown)]
    [InlineData("syt_YWxpY2U_abcdefghijklmnopqrst_012345", TokenKind.LegacyAccess)] // Synapse's have no form
    [InlineData("syt_", TokenKind.LegacyAccess)]
    [InlineData("syr_YWxpY2U_abcdefghijklmnopqrst_012345", TokenKind.LegacyRefresh)]
    [InlineData("SYT_YWxpY2U_abcdefghijklmnopqrst_012345", TokenKind.Unknown)]
    [InlineData("MDAxN2xvY2F0aW9uIGV4YW1wbGUub3JnCg", TokenKind.LegacyAccess)] // "0017location example.org", a macaroon
    [InlineData("MDAxN2xvY2F0aW9uIA", TokenKind.LegacyAccess)]
    [InlineData("MDAxN2xvY2F0aW9uIGV4YW1wbGUub3JnCg==", TokenKind.Unknown)] // padded
    [InlineData("MDAxN2xvY2F0aW9uOGV4YW1wbGUub3JnCg", TokenKind.Unknown)] // "location8"
    [InlineData("MDAxN2xvY2F0aW9uIG!4YW1wbGUub3JnCg", TokenKind.Unknown)]
    [InlineData("AAAAAAAAY2F0aW9uIGV4YW1wbGUub3JnCg", TokenKind.Unknown)]
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
    [InlineData(TokenKind.LegacyAccess)]
    [InlineData(TokenKind.LegacyRefresh)]
    [InlineData(TokenKind.Personal)]
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
