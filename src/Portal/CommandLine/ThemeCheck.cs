using Microsoft.Extensions.FileProviders;
using Portal.CommandLine.Diagnosis;
using Portal.Theme;

namespace Portal.CommandLine;

/// <summary>Everything that can be said of a theme without showing it.</summary>
internal static class ThemeCheck
{
    /// <summary>Looks at the theme and at those for host names below it.</summary>
    public static IReadOnlyList<Finding> Run(IFileProvider folder) =>
    [
        .. Run(folder, ""),
        .. folder.GetDirectoryContents(ThemeReader.Hosts).Where(entry => entry.IsDirectory).OrderBy(entry => entry.Name, StringComparer.Ordinal).SelectMany(entry => Run(folder, $"{ThemeReader.Hosts}/{entry.Name}/")),
    ];

    private static IEnumerable<Finding> Run(IFileProvider folder, string prefix)
    {
        var reading = ThemeReader.Read(folder, prefix);
        var problems = reading.Problems.Concat(reading.IsSound ? ThemeContrast.Check(reading.Theme.Tokens) : []).ToList();
        var findings = problems.Select(problem => Of(problem, prefix)).ToList();
        return findings.Count > 0 ? findings : [Finding.Ok($"{prefix}{ThemeReader.Tokens}", $"{ThemeContrast.Pairs.Count} pairs of colours can be told apart in light and in dark; a first visit takes {reading.Theme.Weight / 1024.0:0.0} KB of it.")];
    }

    private static Finding Of(ThemeProblem problem, string prefix) => new(
        prefix + problem.File, problem.Kind == ThemeProblemKind.Advice ? FindingResult.Warning : FindingResult.Error,
        problem.Place.Length == 0 ? problem.Message : $"{problem.Place}: {problem.Message}");
}
