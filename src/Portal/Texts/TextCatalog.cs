using System.Collections.Frozen;
using System.Text.Json;

namespace Portal.Texts;

/// <summary>Every sentence that a person reads, by key and language; English stands in for what a language lacks.</summary>
/// <remarks>The built-in texts are part of the program; <c>wwwroot/theme/texts/{language}.json</c> replaces single ones.</remarks>
public sealed class TextCatalog
{
    public const string Fallback = "en";
    private readonly FrozenDictionary<string, TextSet> _languages;

    public TextCatalog(IWebHostEnvironment environment)
    {
        var english = Read(Fallback, environment);
        _languages = new Dictionary<string, TextSet>(StringComparer.OrdinalIgnoreCase)
        {
            [Fallback] = new TextSet(Fallback, english),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The best language for the wishes in order (RFC 4647 §3.4: each wish is shortened until it fits).</summary>
    public TextSet For(IEnumerable<string> wishes)
    {
        foreach (var wish in wishes)
        {
            for (var tag = wish; tag.Length > 0; tag = tag[..Math.Max(0, tag.LastIndexOf('-'))])
            {
                if (_languages.TryGetValue(tag, out var texts))
                {
                    return texts;
                }
            }
        }

        return _languages[Fallback];
    }

    private static Dictionary<string, string> Read(string language, IWebHostEnvironment environment)
    {
        using var builtIn = typeof(TextCatalog).Assembly.GetManifestResourceStream($"Portal.Texts.{language}.json")
            ?? throw new InvalidOperationException($"The texts of {language} are not part of the program.");
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(builtIn)!;
        var file = environment.WebRootFileProvider.GetFileInfo($"theme/texts/{language}.json");
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
