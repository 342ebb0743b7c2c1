using System.Text.RegularExpressions;
using Portal.Tests.Unit.Components.Support;

namespace Portal.Tests.Unit.Components.Assets;

/// <summary>The opaque colours of tokens.css, by name, in both schemes.</summary>
internal static partial class ColourTokens
{
    private static readonly Dictionary<string, (string Light, string Dark)> Values = Declaration()
        .Matches(ComponentFiles.ReadCss("tokens.css"))
        .ToDictionary(match => match.Groups["name"].Value, match =>
            match.Groups["one"].Success
                ? (match.Groups["one"].Value, match.Groups["one"].Value)
                : (match.Groups["light"].Value, match.Groups["dark"].Value), StringComparer.Ordinal);

    public static string Light(string name) => Values[name].Light;

    public static string Dark(string name) => Values[name].Dark;

    [GeneratedRegex(
        @"--(?<name>[\w-]+):\s*((?<one>#[0-9a-f]{6})|light-dark\((?<light>#[0-9a-f]{6}), (?<dark>#[0-9a-f]{6})\));",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Declaration();
}
