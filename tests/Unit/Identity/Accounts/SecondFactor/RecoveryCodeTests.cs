using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.SecondFactor;

public sealed class RecoveryCodeTests
{
    private const string Code = "0123-4567-89ab-cdef";

    [Fact]
    public void Is_drawn_in_groups_of_four() => Assert.Matches("^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$", RecoveryCode.Draw(new SecretGenerator()));

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData(" 0123 4567 89AB CDEF ")]
    [InlineData("o123-4567-89ab-cdef")]
    [InlineData("0i23-4567-89ab-cdef")]
    [InlineData("0L23–4567–89ab–cdef")]
    public void Is_recognised_however_it_is_typed(string typed) => Assert.Equal(RecoveryCode.HashOf(Code), RecoveryCode.HashOf(typed));

    [Theory]
    [InlineData("")]
    [InlineData("287082")]
    [InlineData("0123-4567-89ab-cde")]
    [InlineData("0123-4567-89ab-cdef0")]
    [InlineData("u123-4567-89ab-cdef")]
    [InlineData("0123_4567_89ab_cdef")]
    public void Anything_else_is_none(string typed) => Assert.Null(RecoveryCode.HashOf(typed));

    [Fact]
    public void Only_its_hash_is_stored()
    {
        var stored = RecoveryCode.Of(Guid.Empty, Code, DateTimeOffset.UnixEpoch);

        Assert.Equal(32, stored.Hash.Length);
        Assert.Equal(RecoveryCode.HashOf(Code), stored.Hash);
    }
}
