using System.Text.RegularExpressions;

namespace Portal.Identity.Policy;

/// <summary>A compiled <see cref="StringRuleOptions"/>.</summary>
public sealed class StringRule
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(250);

    private readonly StringRuleOptions _options;
    private readonly Regex[] _regexes;

    /// <exception cref="PolicyDataException">A regular expression is malformed, or needs what is not supported.</exception>
    /// <param name="key">Where the rule is configured, for the message.</param>
    public StringRule(string key, StringRuleOptions options)
    {
        _options = options;
        _regexes = [.. options.Regexes.Select((pattern, index) => Compile($"{key}:Regexes:{index}", pattern))];
    }

    /// <summary>Whether any entry matches.</summary>
    /// <exception cref="RegexMatchTimeoutException">An expression took a quarter of a second.</exception>
    public bool Matches(string text) =>
        _options.Literals.Contains(text, StringComparer.Ordinal) ||
        _options.Prefixes.Any(prefix => text.StartsWith(prefix, StringComparison.Ordinal)) ||
        _options.Suffixes.Any(suffix => text.EndsWith(suffix, StringComparison.Ordinal)) ||
        _options.Substrings.Any(part => text.Contains(part, StringComparison.Ordinal)) ||
        Array.Exists(_regexes, regex => regex.IsMatch(text));

    internal static StringRule? From(string key, StringRuleOptions? options) => options is null ? null : new(key, options);

    private static Regex Compile(string key, string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new PolicyDataException(
                $"{key} is '{pattern}', which cannot be used as a regular expression; correct it, without look-around and back-references.", exception);
        }
    }
}
