using Portal.Identity.Policy;
using Xunit;

namespace Portal.Tests.Unit.Identity.Policy;

public sealed class StringRuleTests
{
    [Fact]
    public void An_empty_rule_matches_nothing()
    {
        var rule = new StringRule("key", new());

        Assert.False(rule.Matches(""));
        Assert.False(rule.Matches("anna"));
    }

    [Theory]
    [InlineData("dm", true)]
    [InlineData("^dm", false)]
    [InlineData("min$", true)]
    [InlineData("DMIN", false)]
    public void Expressions_are_unanchored_and_mind_the_case(string regex, bool matches) =>
        Assert.Equal(matches, new StringRule("key", new() { Regexes = [regex] }).Matches("admin"));

    [Fact]
    public void An_expression_that_backtracks_without_end_elsewhere_is_decided_at_once() =>
        Assert.False(new StringRule("key", new() { Regexes = ["^(a+)+$"] }).Matches(new string('a', 5000) + "!"));
}
