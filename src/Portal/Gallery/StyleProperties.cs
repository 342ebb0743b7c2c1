using System.Text.RegularExpressions;
using Microsoft.Extensions.FileProviders;
using Portal.Theme;

namespace Portal.Gallery;

/// <summary>Which tokens the rules of a class read, found in the style sheets themselves.</summary>
public sealed partial class StyleProperties
{
    private static readonly string[] Sheets = ["_content/Portal.Components/portal.css", "_content/Portal.Components/account.css"];

    private readonly List<(string Selector, string[] Properties)> _rules;

    private StyleProperties(List<(string Selector, string[] Properties)> rules) => _rules = rules;

    internal static StyleProperties Read(IFileProvider files)
    {
        var tokens = TokenContract.Definitions.Values.Select(definition => definition.Property).ToHashSet(StringComparer.Ordinal);
        var rules = new List<(string Selector, string[] Properties)>();
        foreach (var file in Sheets.Select(files.GetFileInfo).Where(file => file.Exists))
        {
            using var reader = new StreamReader(file.CreateReadStream());
            foreach (var rule in Rule().Matches(Comment().Replace(reader.ReadToEnd(), "")).Cast<Match>())
            {
                rules.Add((rule.Groups["selector"].Value, [.. Property().Matches(rule.Groups["body"].Value).Select(match => match.Groups["name"].Value).Where(tokens.Contains)]));
            }
        }

        return new StyleProperties(rules);
    }

    /// <param name="selectors">Such as <c>.note</c>: rules that name one of them count.</param>
    internal IReadOnlyList<string> Of(IEnumerable<string> selectors)
    {
        var patterns = selectors.Select(selector => new Regex(Regex.Escape(selector) + "(?![\\w-])", RegexOptions.None, TimeSpan.FromSeconds(1))).ToList();
        return [.. _rules.Where(rule => patterns.Exists(pattern => pattern.IsMatch(rule.Selector))).SelectMany(rule => rule.Properties).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("/\\*.*?\\*/", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("(?<selector>[^{}]+)\\{(?<body>[^{}]*)\\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rule();

    [GeneratedRegex("var\\(--(?<name>[\\w-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Property();
}
