using System.Text;

namespace Portal.Components.Identity;

/// <summary>The one letter that stands for a name in a disc or a tile.</summary>
internal static class Initial
{
    /// <returns>The first letter or digit, upper case; a dot in the middle where the name has none.</returns>
    public static string Of(string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                return Rune.ToUpperInvariant(rune).ToString();
            }
        }

        return "·";
    }
}
