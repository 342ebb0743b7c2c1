using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Texts;

/// <summary>Words that a person reads stand in the catalogue, never in a component.</summary>
public sealed class HardCodedTextTests
{
    private static readonly string[] SpokenAttributes = ["aria-label", "title", "alt", "placeholder"];

    // The development pages are for people who read code.
    public static TheoryData<string> Components { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.razor", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.Split('/').Intersect(["obj", "bin", "Development"]).Any() && !file.EndsWith("_Imports.razor", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Components))]
    public void A_component_has_no_words_of_its_own(string file)
    {
        var page = new HtmlParser().ParseDocument(MarkupOf(File.ReadAllText(Path.Combine(Repository.Root, file))));

        var lines = page.Descendants<IText>().Where(text => text.ParentElement?.LocalName is not "style").SelectMany(text => text.Data.Split('\n'));
        var spoken = page.All.SelectMany(element => element.Attributes).Where(attribute => SpokenAttributes.Contains(attribute.Name)).Select(attribute => attribute.Value);
        Assert.DoesNotContain(lines.Concat(spoken), IsSentence);
    }

    // Razor keeps its C# at the end, and its comments between @* and *@.
    private static string MarkupOf(string component)
    {
        var markup = component.Split("@code", 2)[0].Split("@*");
        return string.Concat(markup.Select((part, index) => index == 0 ? part : part.Split("*@", 2)[^1]));
    }

    // What has letters, and nothing that only C# has.
    private static bool IsSentence(string line) =>
        line.Trim() is var text && text.Any(char.IsLetter) && text.IndexOfAny(['@', '{', '}', '(', ')', ';', '=', '?']) < 0 && text is not "else" && !text.StartsWith("case ", StringComparison.Ordinal);
}
