using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Protocol;

public sealed class ScopeSetTests
{
    [Theory]
    [InlineData("openid", "openid")]
    [InlineData("openid email openid", "email openid")]
    [InlineData("b a B A", "A B a b")]
    [InlineData("! # [ ] ~", "! # [ ] ~")]
    public void Is_a_sorted_set(string text, string written)
    {
        Assert.True(ScopeSet.TryParse(text, out var scope));
        Assert.Equal(written, scope.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a  b")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a\tb")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("é")]
    [InlineData("a\u007F")]
    [InlineData("a\u0000")]
    public void Refuses_another_form(string? text) => Assert.False(ScopeSet.TryParse(text, out _));

    [Fact]
    public void Refuses_more_than_anybody_needs()
    {
        Assert.True(ScopeSet.TryParse(new string('a', ScopeSet.MaximumLength), out _));
        Assert.False(ScopeSet.TryParse(new string('a', ScopeSet.MaximumLength + 1), out _));
    }
}
