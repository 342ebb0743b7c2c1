namespace Portal.Identity.Protocol;

/// <summary>The outer form of language tags (BCP 47); whether the subtags are registered is not asked.</summary>
public static class LanguageTag
{
    /// <summary>Whether the text is subtags of one to eight letters or digits, the first of them a language, <c>x</c> or <c>i</c>.</summary>
    public static bool IsWellFormed(string text)
    {
        var subtags = text.Split('-');
        return subtags.All(IsSubtag) && (IsLanguage(subtags[0]) || (subtags[0] is "x" or "X" or "i" or "I" && subtags.Length > 1));
    }

    private static bool IsSubtag(string subtag) => subtag.Length is >= 1 and <= 8 && subtag.All(char.IsAsciiLetterOrDigit);

    private static bool IsLanguage(string subtag) => subtag.Length >= 2 && subtag.All(char.IsAsciiLetter);
}
