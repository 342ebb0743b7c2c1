using Portal.Texts;
using Xunit;

namespace Portal.Tests.Unit.Texts;

public sealed class PluralRulesTests
{
    [Theory]
    [InlineData("en", "other one other other other other other other")]
    [InlineData("de", "other one other other other other other other")]
    [InlineData("fr", "one one other other other other other other")]
    [InlineData("pt-BR", "one one other other other other other other")]
    [InlineData("ja", "other other other other other other other other")]
    [InlineData("zh-Hans", "other other other other other other other other")]
    [InlineData("tr", "other one other other other other other other")]
    [InlineData("he", "other one two other other other other other")]
    [InlineData("pl", "many one few few many few many few")]
    [InlineData("ru", "many one few few many few one few")]
    [InlineData("uk", "many one few few many few one few")]
    [InlineData("ar", "zero one two few many few many many")]
    public void The_form_goes_with_the_number(string language, string forms) =>
        Assert.Equal(forms, string.Join(' ', ((int[])[0, 1, 2, 3, 12, 103, 21, 22]).Select(count => PluralRules.FormOf(language, count))));

    [Theory]
    [InlineData("ru", 111, "many")]
    [InlineData("ru", 112, "many")]
    [InlineData("ru", 121, "one")]
    [InlineData("pl", 101, "many")]
    [InlineData("pl", 114, "many")]
    [InlineData("ar", 100, "other")]
    [InlineData("ar", 102, "other")]
    [InlineData("ar", 111, "many")]
    public void Hundreds_do_not_change_the_rule(string language, int count, string form) => Assert.Equal(form, PluralRules.FormOf(language, count));

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    [InlineData("pl")]
    [InlineData("ru")]
    [InlineData("ar")]
    [InlineData("he")]
    [InlineData("ja")]
    public void Every_form_that_a_number_takes_is_one_of_the_languages_forms(string language) =>
        Assert.Subset(PluralRules.FormsOf(language).ToHashSet(), Enumerable.Range(0, 1000).Select(count => PluralRules.FormOf(language, count)).ToHashSet());
}
