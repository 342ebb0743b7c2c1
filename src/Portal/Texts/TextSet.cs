using System.Globalization;

namespace Portal.Texts;

/// <summary>The texts of one language.</summary>
public sealed class TextSet(string language, IReadOnlyDictionary<string, string> texts)
{
    /// <summary>A BCP 47 tag, for <c>lang</c> and for mails.</summary>
    public string Language { get; } = language;

    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(language);

    /// <summary><c>ltr</c> or <c>rtl</c>.</summary>
    public string Direction => Culture.TextInfo.IsRightToLeft ? "rtl" : "ltr";

    /// <exception cref="KeyNotFoundException">No such text: a fault of ours, found by any test that shows the page.</exception>
    public string this[string key] => texts.TryGetValue(key, out var text) ? text : throw new KeyNotFoundException($"There is no text '{key}'.");

    /// <summary>The text with its places filled in.</summary>
    public string this[string key, params object[] arguments] => string.Format(Culture, this[key], arguments);

    /// <summary>Whether there is such a text, for codes that may have none of their own.</summary>
    public bool Has(string key) => texts.ContainsKey(key);
}
