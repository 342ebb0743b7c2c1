using Portal.Theme;

namespace Portal.Tests.Unit.Components.Assets;

/// <summary>The opaque colours of the default theme, by name, in both schemes.</summary>
internal static class ColourTokens
{
    public static string Light(string name) => TokenSet.Default.Colour(TokenContract.Light, name).ToHex();

    public static string Dark(string name) => TokenSet.Default.Colour(TokenContract.Dark, name).ToHex();
}
