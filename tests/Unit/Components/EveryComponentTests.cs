using Portal.Tests.Unit.Components.Support;
using Xunit;

namespace Portal.Tests.Unit.Components;

/// <summary>What holds for each component of the library, the ones not yet written included.</summary>
public sealed class EveryComponentTests
{
    public static TheoryData<Type> Components => Samples.Components;

    [Theory]
    [MemberData(nameof(Components))]
    public async Task Lives_with_a_strict_content_security_policy(Type component)
    {
        var markup = Rendering.Parse(await Rendering.HtmlAsync(component, Samples.For(component)));

        Assert.Empty(markup.QuerySelectorAll("script, style, link, iframe, object, base"));
        Assert.DoesNotContain(Attributes(markup), name => name is "style" || name.StartsWith("on", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Components))]
    public async Task Encodes_hostile_text(Type component)
    {
        var markup = Rendering.Parse(await Rendering.HtmlAsync(component, Samples.For(component)));

        Assert.Empty(markup.QuerySelectorAll("img[onerror], img[src=x]"));
        Assert.DoesNotContain("onclick", Attributes(markup));
    }

    [Theory]
    [MemberData(nameof(Components))]
    public async Task Says_no_word_of_its_own(Type component)
    {
        var words = Rendering.Parse(await Rendering.HtmlAsync(component, Samples.For(component)))
            .TextContent.Replace(Samples.Hostile, "", StringComparison.Ordinal);

        Assert.DoesNotContain(words, char.IsAsciiLetterLower);
    }

    [Fact]
    public void Are_all_found() => Assert.True(Samples.Components.Count > 30, "The samples do not see the library's components.");

    private static List<string> Attributes(AngleSharp.Dom.IElement markup) =>
        [.. markup.QuerySelectorAll("*").SelectMany(element => element.Attributes).Select(attribute => attribute.Name)];
}
