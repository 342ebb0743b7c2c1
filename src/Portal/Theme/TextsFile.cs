using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Texts;

namespace Portal.Theme;

/// <summary>Sentences that a theme says in its own words: <c>texts/{language}.json</c>.</summary>
internal static partial class TextsFile
{
    private const int LongestText = 2000;
    private const string Format = "-format";

    /// <returns>By key; none if it cannot be used.</returns>
    public static IReadOnlyDictionary<string, string>? Read(string language, ReadOnlyMemory<byte> json, ThemeProblems problems)
    {
        if (TextCatalog.BuiltIn.GetValueOrDefault(language) is null)
        {
            problems.Add("", $"Portal does not speak \"{language}\"; it speaks {string.Join(", ", TextCatalog.BuiltIn.Keys.Order(StringComparer.Ordinal))}.", ThemeProblemKind.Barrier);
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            return Read(language, document.RootElement, problems);
        }
        catch (JsonException exception)
        {
            problems.Add(exception.LineNumber is { } line ? $"line {line + 1}" : "", $"this is no JSON ({TokenFile.FirstSentence(exception.Message)}).");
            return null;
        }
    }

    private static Dictionary<string, string>? Read(string language, JsonElement root, ThemeProblems problems)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add("", "this is an object of texts by their keys, such as { \"sign-in.title\": \"Welcome to {0}\" }.");
            return null;
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var isSound = true;
        foreach (var member in root.EnumerateObject().Where(member => member.Name != "$schema"))
        {
            if (member.Value.ValueKind != JsonValueKind.String || member.Value.GetString() is not { Length: <= LongestText } text || string.IsNullOrWhiteSpace(text))
            {
                problems.Add(member.Name, "this is a text between quotes, and not an empty one.");
                isSound = false;
            }
            else if (PatternOf(member.Name, language) is not { } pattern)
            {
                problems.Add(member.Name, $"there is no such text.{Nearest.Hint(member.Name, English.Keys)}", ThemeProblemKind.Barrier);
            }
            else
            {
                isSound &= Check(member.Name, text, pattern, problems);
                texts[member.Name] = text;
            }
        }

        CheckForms(language, texts, problems);
        return isSound ? texts : null;
    }

    private static IReadOnlyDictionary<string, string> English => TextCatalog.BuiltIn[TextCatalog.Fallback];

    /// <summary>The text whose places this one must have.</summary>
    private static string? PatternOf(string key, string language)
    {
        var (stem, form) = key.LastIndexOf('.') is > 0 and var dot ? (key[..dot], key[(dot + 1)..]) : (key, "");
        return English.ContainsKey($"{stem}.{PluralRules.One}") && English.TryGetValue($"{stem}.{PluralRules.Other}", out var counted)
            ? PluralRules.FormsOf(language).Contains(form, StringComparer.Ordinal) ? counted : null
            : English.GetValueOrDefault(key);
    }

    private static bool Check(string key, string text, string pattern, ThemeProblems problems)
    {
        try
        {
            if (key.EndsWith(Format, StringComparison.Ordinal))
            {
                _ = DateTimeOffset.UnixEpoch.ToString(text, CultureInfo.InvariantCulture);
                return true;
            }

            _ = string.Format(CultureInfo.InvariantCulture, text, "", "", "", "", "", "", "", "", "", "");
        }
        catch (FormatException)
        {
            problems.Add(key, key.EndsWith(Format, StringComparison.Ordinal) ? "this is no way to write a date." : "the braces do not fit; a place is {0}, and a brace of your own is {{.");
            return false;
        }

        var (wanted, given) = (Places(pattern), Places(text));
        var extra = given.Except(wanted, StringComparer.Ordinal).ToList();
        if (extra.Count > 0)
        {
            problems.Add(key, $"there is nothing to put into {string.Join(", ", extra)}{(wanted.Count > 0 ? $"; this text has {string.Join(", ", wanted)}" : "")}.");
            return false;
        }

        // "One thing" need not say its number.
        var missing = wanted.Except(given, StringComparer.Ordinal).Where(place => place != "{0}" || !English.ContainsKey($"{key[..Math.Max(0, key.LastIndexOf('.'))]}.{PluralRules.One}")).ToList();
        if (missing.Count > 0)
        {
            problems.Add(key, $"{string.Join(", ", missing)} is missing: people would not see what belongs there.", ThemeProblemKind.Barrier);
        }

        return true;
    }

    // A number in the words of the theme, and the next in those of the product.
    private static void CheckForms(string language, Dictionary<string, string> texts, ThemeProblems problems)
    {
        var stems = texts.Keys.Where(key => key.LastIndexOf('.') > 0).Select(key => key[..key.LastIndexOf('.')]).Where(stem => English.ContainsKey($"{stem}.{PluralRules.One}")).Distinct(StringComparer.Ordinal);
        foreach (var stem in stems)
        {
            var missing = PluralRules.FormsOf(language).Select(form => $"{stem}.{form}").Where(key => !texts.ContainsKey(key)).ToList();
            if (missing.Count > 0)
            {
                problems.Add(stem, $"the other forms are missing: {string.Join(", ", missing)}.", ThemeProblemKind.Barrier);
            }
        }
    }

    private static List<string> Places(string text) => [.. PlaceForm().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\d\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PlaceForm();
}
