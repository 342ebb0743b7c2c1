using System.Text;
using Portal.Theme;

namespace Portal.Tests.Unit.Components.Support;

/// <summary>The style sheet of the default theme, as browsers get it.</summary>
internal static class ThemeSheet
{
    private static readonly SiteTheme Theme = ThemeReader.Default(withPseudoLanguage: false);

    public static string Css { get; } = Encoding.UTF8.GetString(Theme.Styles.Content);

    public static int CompressedSize => Theme.Styles.Weight;
}
