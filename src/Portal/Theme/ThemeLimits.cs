namespace Portal.Theme;

/// <summary>How much a theme may bring. In bytes.</summary>
internal static class ThemeLimits
{
    public const int Tokens = 256 * 1024;
    public const int Svg = 16 * 1024;
    public const int Image = 16 * 1024;
    public const int Styles = 32 * 1024;
    public const int Pages = 16 * 1024;
    public const int Texts = 256 * 1024;
    public const int MailPart = 8 * 1024;

    /// <summary>All that a first visit takes of a theme, compressed: sign-in has 30 KB, of which the product needs ten.</summary>
    public const int Weight = 18 * 1024;
}
