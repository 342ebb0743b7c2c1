namespace Portal.Identity.Policy;

/// <summary>A rule about a text, as the operator writes it. It matches if any entry of any kind does; case matters.</summary>
public sealed class StringRuleOptions
{
    /// <summary>The whole text.</summary>
    public IReadOnlyList<string> Literals { get; init; } = [];

    public IReadOnlyList<string> Prefixes { get; init; } = [];

    public IReadOnlyList<string> Suffixes { get; init; } = [];

    public IReadOnlyList<string> Substrings { get; init; } = [];

    /// <summary>Found anywhere in the text unless anchored. No look-around and no back-references: matching takes linear time.</summary>
    public IReadOnlyList<string> Regexes { get; init; } = [];
}
