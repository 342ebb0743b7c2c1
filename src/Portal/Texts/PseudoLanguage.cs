using System.Text;

namespace Portal.Texts;

/// <summary>English as no one writes it, for whoever makes pages: what stays plain is not in the catalogue, and what breaks is too narrow for other languages.</summary>
internal static class PseudoLanguage
{
    /// <summary>A private BCP 47 tag.</summary>
    public const string Tag = "en-XA";

    private const string Plain = "aceinouyACEINOUY";
    private const string Odd = "àçéîñôûýÀÇÉÎÑÔÛÝ";

    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> english) =>
        english.ToDictionary(text => text.Key, text => text.Key.EndsWith("-format", StringComparison.Ordinal) ? text.Value : Of(text.Value), StringComparer.Ordinal);

    /// <summary>Accents on the letters, a third more length, and marks at both ends; the places stay.</summary>
    public static string Of(string text)
    {
        var result = new StringBuilder("⟦");
        var isPlace = false;
        foreach (var character in text)
        {
            isPlace = character == '{' || (isPlace && character != '}');
            result.Append(isPlace || Plain.IndexOf(character, StringComparison.Ordinal) is not (>= 0 and var index) ? character : Odd[index]);
        }

        return result.Append('·', text.Length / 3).Append('⟧').ToString();
    }
}
