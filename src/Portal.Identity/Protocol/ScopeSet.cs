using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Portal.Identity.Protocol;

/// <summary>The scope tokens of a request, as a set (RFC 6749 §3.3): no duplicates, sorted by byte value.</summary>
public sealed class ScopeSet
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create([.. Enumerable.Range(0x21, 0x7E - 0x20).Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);

    /// <summary>Longest accepted text, in characters: a scope is kept with whatever it is granted to.</summary>
    public const int MaximumLength = 2048;

    private ScopeSet(IReadOnlyList<string> tokens) => Tokens = tokens;

    /// <summary>The set without tokens, which only client credentials and device authorization may ask for.</summary>
    public static ScopeSet Empty { get; } = new([]);

    /// <summary>Sorted by byte value, each once.</summary>
    public IReadOnlyList<string> Tokens { get; }

    public bool Contains(string token) => Tokens.Contains(token, StringComparer.Ordinal);

    /// <summary>Reads tokens separated by single spaces; <see langword="false"/> for an empty text, one of more than <see cref="MaximumLength"/>, doubled spaces or forbidden characters.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ScopeSet? scope)
    {
        scope = null;
        if (string.IsNullOrEmpty(text) || text.Length > MaximumLength)
        {
            return false;
        }

        var tokens = text.Split(' ');
        if (tokens.Any(token => token.Length == 0 || token.AsSpan().ContainsAnyExcept(TokenCharacters)))
        {
            return false;
        }

        scope = Of(tokens);
        return true;
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static ScopeSet OfStored(string text) => text.Length == 0 ? Empty : Of(text.Split(' '));

    /// <summary>A set of tokens that are known to be well formed.</summary>
    public static ScopeSet Of(params IEnumerable<string> tokens)
    {
        // At every introspection: no more work than a sort.
        string[] sorted = [.. tokens];
        Array.Sort(sorted, StringComparer.Ordinal);
        var count = 0;
        foreach (var token in sorted)
        {
            if (count == 0 || !string.Equals(sorted[count - 1], token, StringComparison.Ordinal))
            {
                sorted[count++] = token;
            }
        }

        return new(count == sorted.Length ? sorted : sorted[..count]);
    }

    /// <summary>The tokens with single spaces between them, as they go over the wire.</summary>
    public override string ToString() => string.Join(' ', Tokens);
}
