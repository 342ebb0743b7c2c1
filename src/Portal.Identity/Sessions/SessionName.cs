using System.Globalization;
using System.Text;

namespace Portal.Identity.Sessions;

/// <summary>What a session may be called (flows contract, section 9.8).</summary>
public static class SessionName
{
    /// <summary>In bytes of UTF-8.</summary>
    public const int MaxLength = 256;

    /// <summary>Without the space around it.</summary>
    public static string Trim(string name) => name.Trim();

    /// <summary>What is wrong with the name; nothing if it can be taken.</summary>
    public static RenameOutcome? Check(string name)
    {
        name = Trim(name);
        if (name.EnumerateRunes().Any(IsForbidden))
        {
            return RenameOutcome.NameInvalid;
        }

        return !name.EnumerateRunes().Any(IsVisible) ? RenameOutcome.NameRequired
            : Encoding.UTF8.GetByteCount(name) > MaxLength ? RenameOutcome.NameTooLong
            : null;
    }

    // Half a character, too, which no database stores: it is read as the character that replaces it.
    private static bool IsForbidden(Rune rune) =>
        rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsVisible(Rune rune) => !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format;
}
