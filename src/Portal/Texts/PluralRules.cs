namespace Portal.Texts;

/// <summary>Which form of a sentence goes with a whole number, by language (the cardinal rules of Unicode CLDR, for integers).</summary>
internal static class PluralRules
{
    public const string One = "one";
    public const string Two = "two";
    public const string Few = "few";
    public const string Many = "many";
    public const string Zero = "zero";
    public const string Other = "other";

    /// <summary>The forms that a language needs, <see cref="Other"/> among them.</summary>
    public static IReadOnlyList<string> FormsOf(string language) => Primary(language) switch
    {
        "ar" => [Zero, One, Two, Few, Many, Other],
        "pl" or "ru" or "uk" => [One, Few, Many, Other],
        "he" => [One, Two, Other],
        "ja" or "zh" => [Other],
        _ => [One, Other],
    };

    public static string FormOf(string language, int count)
    {
        var (units, tens) = (count % 10, count % 100);
        return Primary(language) switch
        {
            "ja" or "zh" => Other,
            "fr" or "pt" => count is 0 or 1 ? One : Other,
            "he" => count switch { 1 => One, 2 => Two, _ => Other },
            "pl" => count == 1 ? One : IsFew(units, tens) ? Few : Many,
            "ru" or "uk" => units == 1 && tens != 11 ? One : IsFew(units, tens) ? Few : Many,
            "ar" => count switch
            {
                0 => Zero,
                1 => One,
                2 => Two,
                _ => tens is >= 3 and <= 10 ? Few : tens >= 11 ? Many : Other,
            },
            _ => count == 1 ? One : Other,
        };
    }

    private static bool IsFew(int units, int tens) => units is >= 2 and <= 4 && tens is not (>= 12 and <= 14);

    private static string Primary(string language) => language.Split('-')[0];
}
