using System.Text.RegularExpressions;
using Portal.CommandLine;
using Portal.CommandLine.Diagnosis;
using Microsoft.Extensions.FileProviders;
using Portal.Tests.Unit.Http;
using Portal.Tests.Unit.Support;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Theme;

/// <summary>docs/designers says what is, and does what it says.</summary>
public sealed partial class DesignerDocumentTests : IDisposable
{
    private static readonly string Designers = Path.Combine(Repository.Root, "docs", "designers");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-test-");

    /// <summary>The examples: what the tool was told.</summary>
    public static TheoryData<string, string, string, string, string> Examples => new()
    {
        { "kestrel", "#7d1f2d", "serif", "sharp", "split" },
        { "saatgut", "#b9e34b", "rounded", "round", "card" },
        { "lagoon", "#0077b6", "geometric", "soft", "full" },
        { "tinte", "#1a1a1a", "mono", "sharp", "card" },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_schema_is_that_of_the_contract() => Assert.Equal(ThemeSchema.Text, File.ReadAllText(Path.Combine(Designers, ThemeSchema.File)));

    [Fact]
    public void The_schema_of_the_pages_is_that_of_their_reader() => Assert.Equal(PagesSchema.Text, File.ReadAllText(Path.Combine(Designers, PagesSchema.File)));

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_what_the_tool_makes_and_without_a_fault(string name, string accent, string font, string corners, string layout)
    {
        var directory = Path.Combine(Designers, "themes", name);
        using var folder = new PhysicalFileProvider(directory);

        foreach (var (file, text) in ThemeStarter.Import(new BrandWish(Colour.Parse(accent)!.Value, font, corners), layout).Where(file => file.Key is not (ThemeSchema.File or PagesSchema.File))) // one of each is enough
        {
            Assert.Equal(text, File.ReadAllText(Path.Combine(directory, file)));
        }

        Assert.Equal(FindingResult.Ok, Assert.Single(ThemeCheck.Run(folder)).Result);
    }

    [Fact]
    public async Task Five_steps_lead_from_nothing_to_a_brand()
    {
        var steps = StepForm().Matches(await File.ReadAllTextAsync(Path.Combine(Designers, "README.md"), TestContext.Current.CancellationToken)).ToList();
        Assert.InRange(steps.Count, 3, 5);

        foreach (var command in steps.Select(step => step.Groups["command"].Value).Where(command => command.StartsWith("portal theme", StringComparison.Ordinal)))
        {
            var words = command.Split(' ')[1..];
            var (code, output, error) = await CommandRun.RunAsync(_folder, string.Join(' ', words.TakeWhile(word => word[0] != '-')), [.. words.SkipWhile(word => word[0] != '-').Select(word => word.Trim('"', '\''))]);
            Assert.True(code == 0, output + error);
        }

        foreach (var drawing in (string[])["logo.svg", "logo-dark.svg"])
        {
            Assert.Contains(steps, step => step.Value.Contains($"`brand/{drawing}`", StringComparison.Ordinal));
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "brand", drawing), "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 84 28\"><circle r=\"7\"/></svg>", TestContext.Current.CancellationToken);
        }

        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Theme:Directory"] = Path.Combine(_folder.FullName, "brand") });
        var page = (await site.Browser().GetAsync("login")).Document;
        var styles = await site.Browser().GetAsync(page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!);
        Assert.Contains("--accent:light-dark(#7d1f2d, ", styles.Text, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector(".brand svg[width='84'] circle"));
        Assert.DoesNotContain(site.Log.Lines, line => line.Event.Id == 1101);
    }

    [GeneratedRegex(@"^\d\. .*?`(?<command>[^`]+)`.*$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StepForm();
}
