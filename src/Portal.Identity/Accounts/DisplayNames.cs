using System.Globalization;
using System.Text;

namespace Portal.Identity.Accounts;

/// <summary>Names that others see beside the Matrix ID: any words of any language, on one line, and not too many of them.</summary>
public static class DisplayNames
{
    /// <summary>The name without white space around it; none if nothing is left, if it is too long, or if it holds what no line of text does.</summary>
    public static string? Read(string typed)
    {
        var name = typed.Trim();
        return name.Length is > 0 and <= PortalUser.MaxDisplayNameBytes && Encoding.UTF8.GetByteCount(name) <= PortalUser.MaxDisplayNameBytes && IsOneLine(name) ? name : null;
    }

    private static bool IsOneLine(string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            // The replacement character stands for half a character, which no database takes.
            if (rune == Rune.ReplacementChar || TurnsTextRound(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return true;
    }

    // Embeddings, overrides and isolates: with one left open, a name rearranges the sentence that it stands in (UAX #9 §2).
    private static bool TurnsTextRound(Rune rune) => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
