using System.Collections.Frozen;
using System.Text.Json;

namespace Portal.Texts;

/// <summary>Every sentence that a person reads, by key and language; English stands in for what a language lacks.</summary>
/// <remarks>The built-in texts are part of the program; a theme replaces single ones (<c>texts/{language}.json</c>).</remarks>
public sealed class TextCatalog
{
    public const string Fallback = "en";
    private const string Prefix = "Portal.Texts.";
    private const string Suffix = ".json";

    // What browsers say for a language that we have under another tag. Traditional Chinese is not among them: who reads it may not read the other.
    private static readonly FrozenDictionary<string, string> OtherTags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["zh"] = "zh-Hans",
        ["zh-CN"] = "zh-Hans",
        ["zh-SG"] = "zh-Hans",
        ["zh-MY"] = "zh-Hans",
        ["pt"] = "pt-BR",
        ["iw"] = "he",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> NotInOurScript = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "zh-Hant", "zh-TW", "zh-HK", "zh-MO");

    private readonly FrozenDictionary<string, TextSet> _languages;

    /// <param name="replacements">By language and key; what no built-in language has is nobody's.</param>
    /// <param name="withPseudoLanguage">Whether there is also <see cref="PseudoLanguage"/>.</param>
    public TextCatalog(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? replacements = null, bool withPseudoLanguage = false)
    {
        var english = With(Fallback, replacements);
        var fallback = new TextSet(Fallback, english);
        IEnumerable<TextSet> pseudo = withPseudoLanguage ? [new TextSet(PseudoLanguage.Tag, PseudoLanguage.Of(english))] : [];
        _languages = BuiltIn.Keys
            .Select(language => language == Fallback ? fallback : new TextSet(language, With(language, replacements), fallback))
            .Concat(pseudo)
            .ToFrozenDictionary(texts => texts.Language, StringComparer.OrdinalIgnoreCase);
        All = [.. _languages.Values.OrderBy(texts => texts.Name, StringComparer.InvariantCultureIgnoreCase)];
    }

    /// <summary>What the program says by itself, by language and key.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> BuiltIn { get; } = typeof(TextCatalog).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..^Suffix.Length], Read, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every language, by the name that it has for itself.</summary>
    public IReadOnlyList<TextSet> All { get; }

    /// <summary>The best language for the wishes in order (RFC 4647 §3.4: each wish is shortened until it fits).</summary>
    public TextSet For(IEnumerable<string> wishes)
    {
        foreach (var wish in wishes)
        {
            for (var tag = wish; tag.Length > 0 && !NotInOurScript.Contains(tag); tag = tag[..Math.Max(0, tag.LastIndexOf('-'))])
            {
                if (_languages.TryGetValue(OtherTags.GetValueOrDefault(tag, tag), out var texts))
                {
                    return texts;
                }
            }
        }

        return _languages[Fallback];
    }

    /// <summary>The language of exactly this tag, if it is one of ours.</summary>
    public TextSet? Find(string language) => _languages.GetValueOrDefault(language);

    private static IReadOnlyDictionary<string, string> Read(string resource)
    {
        using var texts = typeof(TextCatalog).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(texts)!;
    }

    private static IReadOnlyDictionary<string, string> With(string language, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? replacements)
    {
        if (replacements?.GetValueOrDefault(language) is not { Count: > 0 } own)
        {
            return BuiltIn[language];
        }

        var texts = new Dictionary<string, string>(BuiltIn[language], StringComparer.Ordinal);
        foreach (var (key, text) in own)
        {
            texts[key] = text;
        }

        return texts;
    }
}
