using Portal.Identity.Policy;
using Xunit;

namespace Portal.Tests.Unit.Identity.Policy;

public sealed class UsernameSuggestionsTests
{
    [Fact]
    public void Offers_the_same_three_names_each_time()
    {
        var suggestions = UsernameSuggestions.For("anna", _ => true);

        Assert.Equal(["anna-2", "anna.x", "anna_"], suggestions);
        Assert.Equal(suggestions, UsernameSuggestions.For("anna", _ => true));
    }

    [Fact]
    public void Skips_what_is_not_acceptable() =>
        Assert.Equal(["anna_", "anna-chat"], UsernameSuggestions.For("anna", name => name is "anna_" or "anna-chat"));

    [Fact]
    public void Counts_on_from_a_number() => Assert.Equal("anna-8", UsernameSuggestions.Candidates("anna-7").First());

    [Fact]
    public void Asks_no_more_often_than_needed()
    {
        var asked = 0;

        UsernameSuggestions.For("anna", _ => ++asked > 1, count: 2);

        Assert.Equal(3, asked);
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("a")]
    [InlineData("x-999")]
    [InlineData("2024-7")]
    public void All_candidates_are_distinct_valid_and_not_the_name_itself(string taken)
    {
        var candidates = UsernameSuggestions.Candidates(taken).ToList();

        Assert.DoesNotContain(taken, candidates);
        Assert.Distinct(candidates);
        Assert.All(candidates, candidate => Assert.Empty(new UsernamePolicy(new()).Check(candidate, "example.org")));
    }
}
