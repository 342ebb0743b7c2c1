using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Tests.Unit.Support;
using Portal.Texts;
using Xunit;

namespace Portal.Tests.Unit.Texts;

/// <summary>Every language says everything that English says, and says it with the same things put in.</summary>
public sealed partial class TranslationTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Portal", "Texts");
    private static readonly Dictionary<string, string> English = Read(TextCatalog.Fallback);
    private static readonly HashSet<string> Counted = [.. English.Keys.Where(key => key.EndsWith(".one", StringComparison.Ordinal)).Select(key => key[..^".one".Length])];

    public static TheoryData<string> Languages { get; } = [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_fifteen_languages() => Assert.Equal(
        ["ar", "de", "en", "es", "fr", "he", "it", "ja", "nl", "pl", "pt-BR", "ru", "tr", "uk", "zh-Hans"],
        Languages.Select(row => (string)row.Data));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_sentence_is_there_and_none_that_nobody_says(string language)
    {
        var wanted = English.Keys.Where(key => !IsCounted(key))
            .Concat(Counted.SelectMany(key => PluralRules.FormsOf(language), (key, form) => $"{key}.{form}"));

        Assert.Equal(wanted.Order(StringComparer.Ordinal), Read(language).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_sentence_puts_in_what_english_puts_in(string language)
    {
        var wrong = Read(language).Where(text => !IsCounted(text.Key) && !Places(text.Value).SequenceEqual(Places(English[text.Key])));

        Assert.Empty(wrong.Select(text => $"{text.Key}: {text.Value}"));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_form_for_many_numbers_says_the_number(string language)
    {
        var wrong =
            from text in Read(language)
            where IsCounted(text.Key)
            let dot = text.Key.LastIndexOf('.')
            let english = Places(English[$"{text.Key[..dot]}.other"])
            let without = english.Where(place => place != "{0}").ToList()
            let numbers = Enumerable.Range(1, 1000).Count(count => PluralRules.FormOf(language, count) == text.Key[(dot + 1)..])
            where !Places(text.Value).SequenceEqual(english) && !(numbers <= 1 && Places(text.Value).SequenceEqual(without))
            select $"{text.Key}: {text.Value}";

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_sentence_is_empty_or_breaks_when_it_is_said(string language)
    {
        foreach (var (key, text) in Read(language))
        {
            Assert.False(string.IsNullOrWhiteSpace(text), key);
            Assert.Equal(text.Trim(), text);
            if (!key.EndsWith("-format", StringComparison.Ordinal))
            {
                _ = string.Format(CultureInfo.InvariantCulture, text, "a", "b", "c", "d", "e");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Days_and_times_can_be_written(string language)
    {
        var texts = new TextCatalog().Find(language)!;
        var day = new DateTimeOffset(2026, 11, 2, 13, 5, 0, TimeSpan.Zero);

        Assert.Contains("2", texts.Ago(day, day.AddDays(30)), StringComparison.Ordinal);
        Assert.Contains("2026", texts.Ago(day, day.AddDays(300)), StringComparison.Ordinal);
        Assert.Matches("2026.*13:05|13:05.*2026", texts.Exactly(day));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Nothing_stays_in_english_by_mistake(string language)
    {
        // A word, or a number of things, can be the same in two languages; a sentence cannot.
        var same = Read(language).Where(text => English.GetValueOrDefault(text.Key) == text.Value && text.Value.Split(' ').Length > 2 && text.Value.Any(char.IsLower) && !text.Key.EndsWith("-format", StringComparison.Ordinal));

        Assert.True(language == TextCatalog.Fallback || !same.Any(), string.Join('\n', same.Select(text => $"{text.Key}: {text.Value}")));
    }

    private static bool IsCounted(string key) => key.LastIndexOf('.') is var dot && dot > 0 && Counted.Contains(key[..dot]);

    private static List<string> Places(string text) => [.. PlaceForm().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Read(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Folder, language + ".json")))!;

    [GeneratedRegex(@"\{\d\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PlaceForm();
}
