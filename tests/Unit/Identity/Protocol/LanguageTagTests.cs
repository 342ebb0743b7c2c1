using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Protocol;

public sealed class LanguageTagTests
{
    [Theory]
    [InlineData("en", true)]
    [InlineData("zh-Hant-TW", true)]
    [InlineData("x-private", true)]
    [InlineData("", false)]
    [InlineData("e", false)]
    [InlineData("x", false)]
    [InlineData("en_US", false)]
    [InlineData("en-", false)]
    [InlineData("123", false)]
    [InlineData("en-toolongsubtag", false)]
    [InlineData("fr#de", false)]
    public void Knows_the_form_of_BCP_47(string text, bool wellFormed) => Assert.Equal(wellFormed, LanguageTag.IsWellFormed(text));
}
