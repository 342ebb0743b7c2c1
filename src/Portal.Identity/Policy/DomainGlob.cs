using System.Text.RegularExpressions;

namespace Portal.Identity.Policy;

/// <summary>A pattern for domains: <c>*</c> stands for one label or a part of one, <c>**</c> also spans dots. Case does not matter.</summary>
public sealed class DomainGlob
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(250);

    private readonly Regex _regex;

    /// <param name="key">Where the pattern is configured, for the message.</param>
    /// <exception cref="PolicyDataException">It contains what no domain does.</exception>
    public DomainGlob(string key, string pattern)
    {
        var labels = pattern.Split('.').Select(label => label.Contains('*', StringComparison.Ordinal) ? label.ToLowerInvariant() : EmailAddress.ToAscii(label)).ToList();
        if (labels.Exists(label => string.IsNullOrEmpty(label) || !label.All(c => c == '*' || c == '-' || char.IsAsciiLetterOrDigit(c))))
        {
            throw new PolicyDataException($"{key} is '{pattern}', which is no domain pattern; write labels and * with dots between, such as *.example.com.");
        }

        var expression = Regex.Escape(string.Join('.', labels))
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^.]*", StringComparison.Ordinal);
        _regex = new Regex($@"\A{expression}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
    }

    /// <param name="domain">In the form of <see cref="EmailAddress.Domain"/>.</param>
    public bool Matches(string domain) => _regex.IsMatch(domain);

    internal static IReadOnlyList<DomainGlob>? ListFrom(string key, IReadOnlyList<string>? patterns) =>
        patterns is null ? null : [.. patterns.Select((pattern, index) => new DomainGlob($"{key}:{index}", pattern))];
}
