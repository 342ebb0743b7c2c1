using System.Text.RegularExpressions;
using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components.Assets;

public sealed partial class ScriptTests
{
    // Forms, and passkeys: one file, because a first visit has room for few.
    [Fact]
    public void The_script_weighs_at_most_4_KB() => Assert.InRange(ComponentFiles.CompressedSize("portal.js"), 1, 4 * 1024);

    [Theory]
    [InlineData("portal.js")]
    [InlineData("typing.js")]
    [InlineData("ticks.js")]
    [InlineData("auth-done.js")]
    [InlineData("proof-of-work.js")]
    public void A_script_writes_text_and_never_markup(string name) =>
        Assert.DoesNotMatch(Markup(), ComponentFiles.Read(name));

    [GeneratedRegex(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\bimport\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Markup();
}
