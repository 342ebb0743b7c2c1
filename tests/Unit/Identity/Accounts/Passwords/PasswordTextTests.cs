using Portal.Identity.Accounts.Passwords;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Passwords;

public sealed class PasswordTextTests
{
    [Fact]
    public void Accepts_1024_bytes_and_refuses_1025()
    {
        Assert.Null(PasswordText.Check(new string('a', 1024)));
        Assert.Equal(PasswordRefusal.TooLong, PasswordText.Check(new string('a', 1025)));
    }

    [Fact]
    public void Counts_bytes_not_characters()
    {
        Assert.Null(PasswordText.Check(new string('ä', 512)));
        Assert.Equal(PasswordRefusal.TooLong, PasswordText.Check(new string('ä', 513)));
    }

    [Theory]
    [InlineData(null, PasswordRefusal.Empty)]
    [InlineData("", PasswordRefusal.Empty)]
    [InlineData("before\0after", PasswordRefusal.NotText)]
    public void Refuses_what_is_no_password(string? password, PasswordRefusal refusal) =>
        Assert.Equal(refusal, PasswordText.Check(password));

    // Built here, since an attribute cannot hold half a pair.
    [Fact]
    public void Refuses_half_a_surrogate_pair() =>
        Assert.Equal(PasswordRefusal.NotText, PasswordText.Check("x" + '\uD83D'));

    [Theory]
    [InlineData(" ")]
    [InlineData("😀 пароль 密码")]
    public void Accepts_any_text(string password) => Assert.Null(PasswordText.Check(password));
}
