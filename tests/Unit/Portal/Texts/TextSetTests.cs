using Portal.Texts;
using Xunit;

namespace Portal.Tests.Unit.Texts;

public sealed class TextSetTests
{
    private static readonly TextSet English = new("en", new Dictionary<string, string>
    {
        ["only.english"] = "English {0}",
        ["things.one"] = "one thing",
        ["things.other"] = "{0} things of {1}",
        ["more.one"] = "one more",
        ["more.other"] = "{0} more",
    });

    private static readonly TextSet Russian = new("ru", new Dictionary<string, string>
    {
        ["things.one"] = "{0} вещь",
        ["things.few"] = "{0} вещи",
        ["things.many"] = "{0} вещей",
    }, English);

    [Theory]
    [InlineData(1, "one thing")]
    [InlineData(2, "2 things of 9")]
    [InlineData(0, "0 things of 9")]
    public void A_count_takes_its_form(int count, string text) => Assert.Equal(text, English.Count("things", count, 9));

    [Theory]
    [InlineData(1, "1 вещь")]
    [InlineData(3, "3 вещи")]
    [InlineData(11, "11 вещей")]
    [InlineData(21, "21 вещь")]
    public void A_count_takes_the_form_of_its_language(int count, string text) => Assert.Equal(text, Russian.Count("things", count, 9));

    [Fact]
    public void What_a_language_lacks_is_said_in_english()
    {
        Assert.Equal("English 7", Russian["only.english", 7]);
        Assert.Equal("5 more", Russian.Count("more", 5));
        Assert.True(Russian.Has("only.english"));
    }

    [Fact]
    public void What_nobody_has_is_a_fault()
    {
        Assert.Throws<KeyNotFoundException>(() => Russian["none"]);
        Assert.Throws<KeyNotFoundException>(() => Russian.Count("none", 1));
    }

    [Theory]
    [InlineData("en-GB", "en")]
    [InlineData("tlh", "en")]
    [InlineData("zh-TW", "en")]
    [InlineData("zh-Hant-HK", "en")]
    public void The_catalogue_finds_the_nearest_language(string wish, string language) =>
        Assert.Equal(language, new TextCatalog().For([wish]).Language);

    [Theory]
    [InlineData("Hello {0}, go on.", "⟦Héllô {0}, gô ôñ.·····⟧")]
    [InlineData("{0} and {1}", "⟦{0} àñd {1}···⟧")]
    public void The_pseudo_language_is_longer_marked_and_keeps_the_places(string english, string pseudo) => Assert.Equal(pseudo, PseudoLanguage.Of(english));

    [Fact]
    public void The_pseudo_language_is_there_only_for_whoever_makes_pages()
    {
        Assert.Null(new TextCatalog().Find(PseudoLanguage.Tag));
        Assert.Equal("⟦Sîgñ îñ··⟧", new TextCatalog(withPseudoLanguage: true).Find(PseudoLanguage.Tag)!["common.sign-in"]);
    }
}
