using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Portal.Identity.Protocol;

/// <summary>A URL as browsers serialise it (WHATWG URL): two URLs are the same if their <see cref="Href"/> is.</summary>
/// <remarks>
/// Read by hand, because <see cref="Uri"/> is not a WHATWG parser and comparing redirect URIs is no place for two opinions. What parsers
/// are known to read differently is refused, not repaired: characters outside RFC 3986 (backslash, space, tab, newline, raw Unicode
/// anywhere but in the host), broken percent-encoding, dot segments, <c>https:host</c> and <c>https:///host</c>, percent-encoded hosts,
/// and IPv4 addresses in any spelling but four decimal numbers.
/// </remarks>
public sealed record Url
{
    /// <summary>Longest accepted text, in characters.</summary>
    public const int MaximumLength = 2048;

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Unreserved = Letters + "0123456789-._~";
    private const string SubDelimiters = "!$&'()*+,;=";
    internal static readonly SearchValues<char> UserInfoCharacters = SearchValues.Create(Unreserved + SubDelimiters + ":%");
    internal static readonly SearchValues<char> RegNameCharacters = SearchValues.Create(Unreserved + SubDelimiters + "%");
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(Letters + "0123456789+-.");
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(Unreserved + SubDelimiters + ":@/%");
    private static readonly SearchValues<char> QueryCharacters = SearchValues.Create(Unreserved + SubDelimiters + ":@/?%");

    private Url(string scheme, UrlAuthority? authority, string path, string? query, string? fragment) =>
        (Scheme, Authority, Path, Query, Fragment) = (scheme, authority, path, query, fragment);

    /// <summary>Lower case, without the colon.</summary>
    public string Scheme { get; }

    /// <summary>What stands after <c>//</c>; <see langword="null"/> where a custom scheme has none.</summary>
    public UrlAuthority? Authority { get; }

    /// <summary>As written; at least <c>/</c> for http and https.</summary>
    public string Path { get; }

    /// <summary>Without the question mark; <see langword="null"/> if there is none, which is not the same as an empty one.</summary>
    public string? Query { get; }

    /// <summary>Without the number sign; <see langword="null"/> if there is none, which is not the same as an empty one.</summary>
    public string? Fragment { get; }

    /// <summary>Whether the scheme is http or https.</summary>
    public bool IsWeb => Scheme is "http" or "https";

    /// <summary>Lower case and in ASCII for http and https; empty if the URL has no host.</summary>
    public string Host => Authority?.Host ?? "";

    /// <summary>Whether the host is one that reaches only the person's own machine, in the spellings that RFC 8252 §7.3 and §8.3 name.</summary>
    public bool IsLoopback => Host is "localhost" or "127.0.0.1" or "[::1]";

    /// <summary>The serialised URL.</summary>
    public string Href =>
        $"{Scheme}:{(Authority is null ? "" : $"//{Authority}")}{Path}{(Query is null ? "" : $"?{Query}")}{(Fragment is null ? "" : $"#{Fragment}")}";

    /// <summary>The same URL at its scheme's default port.</summary>
    public Url WithoutPort() => new(Scheme, Authority is null ? null : Authority with { Port = null }, Path, Query, Fragment);

    /// <summary>Reads an absolute URL; <see langword="false"/> for a relative one, and for what the remarks above list.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Url? url)
    {
        url = null;
        if (text is null || text.Length > MaximumLength || text.IndexOf(':', StringComparison.Ordinal) is var colon && colon < 1)
        {
            return false;
        }

        var scheme = text[..colon].ToLowerInvariant();
        if (!char.IsAsciiLetter(scheme[0]) || scheme.AsSpan().ContainsAnyExcept(SchemeCharacters))
        {
            return false;
        }

        var (beforeFragment, fragment) = Cut(text[(colon + 1)..], '#');
        var (hierarchy, query) = Cut(beforeFragment, '?');
        var isWeb = scheme is "http" or "https";
        UrlAuthority? authority = null;
        if (hierarchy.StartsWith("//", StringComparison.Ordinal))
        {
            var pathStart = hierarchy.IndexOf('/', 2);
            var end = pathStart < 0 ? hierarchy.Length : pathStart;
            if (!UrlAuthority.TryParse(hierarchy[2..end], scheme, out authority))
            {
                return false;
            }

            hierarchy = hierarchy[end..];
        }
        else if (isWeb)
        {
            return false;
        }

        if (!IsWritten(hierarchy, PathCharacters) || HasDotSegment(hierarchy)
            || !IsWritten(query, QueryCharacters) || !IsWritten(fragment, QueryCharacters))
        {
            return false;
        }

        var path = isWeb && hierarchy.Length == 0 ? "/" : hierarchy;
        url = new Url(scheme, authority, path, isWeb ? query?.Replace("'", "%27", StringComparison.Ordinal) : query, fragment);
        return true;
    }

    public override string ToString() => Href;

    /// <summary>Whether the text has only these characters, and two hexadecimal digits after every percent sign.</summary>
    internal static bool IsWritten(string? text, SearchValues<char> allowed)
    {
        if (text is null)
        {
            return true;
        }

        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                return false;
            }
        }

        return !text.AsSpan().ContainsAnyExcept(allowed);
    }

    private static bool HasDotSegment(string path) =>
        path.Split('/').Any(segment => segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..");

    private static (string Before, string? After) Cut(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, null);
}
