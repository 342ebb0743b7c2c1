using Portal.Theme;

namespace Portal.Mail;

/// <summary>The colours of mails, as style sheets say them.</summary>
public sealed record MailColours(MailScheme Light, MailScheme Dark)
{
    /// <summary>As the product ships.</summary>
    public static MailColours Default { get; } = Of(TokenSet.Default);

    internal static MailColours Of(TokenSet tokens) => new(MailScheme.Of(tokens, TokenContract.Light), MailScheme.Of(tokens, TokenContract.Dark));
}

/// <summary>The colours in one of the two schemes.</summary>
/// <param name="Page">Behind everything.</param>
/// <param name="Card">Behind the words.</param>
/// <param name="Field">Behind a code.</param>
/// <param name="Line">Around card and code.</param>
/// <param name="Ink">Words.</param>
/// <param name="Quiet">Words that matter less.</param>
/// <param name="Button">What leads on.</param>
/// <param name="OnButton">Words on it.</param>
public sealed record MailScheme(string Page, string Card, string Field, string Line, string Ink, string Quiet, string Button, string OnButton)
{
    internal static MailScheme Of(TokenSet tokens, string scheme)
    {
        var page = tokens.Colour(scheme, "surface-page");
        return new(Hex("surface-page"), Hex("surface-card"), Hex("surface-field"), Hex("line"), Hex("text"), Hex("text-muted"), Hex("accent"), Hex("on-accent"));

        // Mail programs know no transparency.
        string Hex(string name) => tokens.Colour(scheme, name).Over(page).ToHex();
    }
}
