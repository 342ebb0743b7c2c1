using System.Globalization;

namespace Portal.Texts;

/// <summary>The texts of one language.</summary>
/// <param name="language">Its BCP 47 tag.</param>
/// <param name="fallback">Has what this language lacks; none for the last.</param>
public sealed class TextSet(string language, IReadOnlyDictionary<string, string> texts, TextSet? fallback = null)
{
    /// <summary>A BCP 47 tag, for <c>lang</c> and for mails.</summary>
    public string Language { get; } = language;

    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(language);

    /// <summary>What the language calls itself.</summary>
    public string Name => this["language.name"];

    /// <summary><c>ltr</c> or <c>rtl</c>.</summary>
    public string Direction => Culture.TextInfo.IsRightToLeft ? "rtl" : "ltr";

    /// <exception cref="KeyNotFoundException">No such text: a fault of ours, found by any test that shows the page.</exception>
    public string this[string key] => Find(key) ?? throw new KeyNotFoundException($"There is no text '{key}'.");

    /// <summary>The text with its places filled in.</summary>
    public string this[string key, params object[] arguments] => string.Format(Culture, this[key], arguments);

    /// <summary>The text in the form that goes with a number: <c>{key}.one</c>, <c>{key}.other</c> and what else the language has.</summary>
    /// <param name="count">Not negative; fills place 0.</param>
    /// <param name="more">Fill the places from 1 on.</param>
    public string Count(string key, int count, params object[] more) =>
        FindCounted(key, count) is { } text
            ? string.Format(Culture, text, [count, .. more])
            : fallback?.Count(key, count, more) ?? throw new KeyNotFoundException($"There is no text '{key}'.");

    /// <summary>Whether there is such a text, for codes that may have none of their own.</summary>
    public bool Has(string key) => Find(key) is not null;

    private string? Find(string key) => texts.GetValueOrDefault(key) ?? fallback?.Find(key);

    // Within one language: a number in the form of another would be worse than another language's sentence.
    private string? FindCounted(string key, int count) =>
        texts.GetValueOrDefault($"{key}.{PluralRules.FormOf(Language, count)}") ?? texts.GetValueOrDefault($"{key}.{PluralRules.Other}");
}
