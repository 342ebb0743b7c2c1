using System.Text.RegularExpressions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Architecture;

/// <summary>docs/conformance.md names tests; those that it names exist.</summary>
public sealed partial class ConformanceDocumentTests
{
    [Fact]
    public async Task Every_test_that_the_document_names_exists()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "conformance.md"));
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).ToLookup(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);

        var named = TestNames().Matches(document).Select(match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value)).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.All(named, test => Assert.Contains(sources[test.Class], path => File.ReadAllText(path).Contains($" {test.Method}(", StringComparison.Ordinal)));
    }

    [GeneratedRegex("`(?<class>[A-Za-z]+Tests)\\.(?<method>[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TestNames();
}
