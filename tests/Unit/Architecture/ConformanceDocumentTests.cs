using System.Text.RegularExpressions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Architecture;

/// <summary>Documents that say what shows something name tests; those that they name exist.</summary>
public sealed partial class ConformanceDocumentTests
{
    [Theory]
    [InlineData("conformance.md")]
    [InlineData("security/asvs.md")]
    public async Task Every_test_that_the_document_names_exists(string name)
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", name));
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).ToLookup(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);

        var named = TestNames().Matches(document).Select(match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value)).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.All(named, test => Assert.Contains(sources[test.Class], path => File.ReadAllText(path).Contains($" {test.Method}(", StringComparison.Ordinal)));
    }

    [GeneratedRegex("`(?<class>[A-Za-z]+(Tests|Attacks))\\.(?<method>[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TestNames();
}
