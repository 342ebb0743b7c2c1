using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.FileProviders;

namespace Portal.Texts;

/// <summary>Every sentence that a person reads, by key and language; English stands in for what a language lacks.</summary>
/// <remarks>The built-in texts are part of the program; <c>wwwroot/theme/texts/{language}.json</c> replaces single ones.</remarks>
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

    /// <param name="site">The web root, where replacements lie.</param>
    /// <param name="withPseudoLanguage">Whether there is also <see cref="PseudoLanguage"/>.</param>
    public TextCatalog(IFileProvider site, bool withPseudoLanguage = false)
    {
        var english = Read(Fallback, site);
        var fallback = new TextSet(Fallback, english);
        IEnumerable<TextSet> pseudo = withPseudoLanguage ? [new TextSet(PseudoLanguage.Tag, PseudoLanguage.Of(english))] : [];
        _languages = BuiltIn()
            .Select(language => language == Fallback ? fallback : new TextSet(language, Read(language, site), fallback))
            .Concat(pseudo)
            .ToFrozenDictionary(texts => texts.Language, StringComparer.OrdinalIgnoreCase);
        All = [.. _languages.Values.OrderBy(texts => texts.Name, StringComparer.InvariantCultureIgnoreCase)];
    }

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

    private static IEnumerable<string> BuiltIn() => typeof(TextCatalog).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..^Suffix.Length]);

    private static Dictionary<string, string> Read(string language, IFileProvider site)
    {
        using var builtIn = typeof(TextCatalog).Assembly.GetManifestResourceStream(Prefix + language + Suffix)
            ?? throw new InvalidOperationException($"The texts of {language} are not part of the program.");
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(builtIn)!;
        var file = site.GetFileInfo($"theme/texts/{language}.json");
        if (file.Exists)
        {
            using var own = file.CreateReadStream();
            foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(own)!)
            {
                texts[key] = text;
            }
        }

        return texts;
    }
}
