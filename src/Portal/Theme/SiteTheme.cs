using System.Text;
using Microsoft.AspNetCore.Components;
using Portal.Mail;
using Portal.Texts;

namespace Portal.Theme;

/// <summary>A theme, read and checked: everything that pages and mails take from it. It never changes; another one takes its place.</summary>
internal sealed class SiteTheme
{
    private const string Layers = "@layer tokens, portal, account, theme, locked;\n";
    private static readonly string Adaptations = Encoding.UTF8.GetString(TokenContract.ReadResource("adaptations.css"));

    public SiteTheme(ThemeParts parts)
    {
        Tokens = parts.Tokens;
        Pages = parts.Pages;
        Texts = parts.Texts;
        Background = parts.Background;
        BackgroundDark = parts.BackgroundDark;
        Favicon = parts.Favicon;
        Markup = parts.Markup;
        MailLogo = parts.MailLogo;
        MailFrame = parts.MailFrame;
        Logo = new MarkupString(parts.Logo);
        LogoDark = parts.LogoDark is null ? null : new MarkupString(parts.LogoDark);
        Styles = new ThemeAsset(Encoding.UTF8.GetBytes(StylesOf(parts)), ".css", "text/css; charset=utf-8");
        MailColours = MailColours.Of(Tokens);
    }

    public TokenSet Tokens { get; }

    public PagesFile Pages { get; }

    public TextCatalog Texts { get; }

    /// <summary>Custom properties and the theme's own rules, in one file.</summary>
    public ThemeAsset Styles { get; }

    public ThemeAsset? Background { get; }

    /// <summary>The same for the dark; none if one is enough.</summary>
    public ThemeAsset? BackgroundDark { get; }

    /// <summary>For the tab; none if it is the product's.</summary>
    public ThemeAsset? Favicon { get; }

    /// <summary>A drawing for the page.</summary>
    public MarkupString Logo { get; }

    /// <summary>The same for the dark; none if one is enough.</summary>
    public MarkupString? LogoDark { get; }

    public MailColours MailColours { get; }

    /// <summary>Mail programs know no drawings: a picture; none if the theme has none.</summary>
    public MailPicture? MailLogo { get; }

    /// <summary>What stands around the words of mails.</summary>
    public MailFrame MailFrame { get; }

    /// <summary>Another one when pages must be drawn again to show a change.</summary>
    public string Markup { get; }

    public IEnumerable<ThemeAsset> Assets => ((ThemeAsset?[])[Styles, Favicon, Background, BackgroundDark]).OfType<ThemeAsset>();

    /// <summary>What a first visit takes of it, in bytes, compressed.</summary>
    public int Weight => Styles.Weight + (Favicon?.Weight ?? 0) + Math.Max(Background?.Weight ?? 0, BackgroundDark?.Weight ?? 0) + ThemeAsset.WeightOf(Encoding.UTF8.GetBytes(Logo.Value + LogoDark?.Value));

    private static string Picture(string root, ThemeAsset picture) =>
        $"{root} .auth[data-layout=split]::after,html{root}:has(.auth[data-layout=full]){{background-image:url({picture.Name})}}";

    private static string StylesOf(ThemeParts parts)
    {
        var css = new StringBuilder(Layers).Append("@layer tokens{\n:root{color-scheme:light dark;").Append(parts.Tokens.ToCss())
            .Append("--page-top:clamp(var(--page-top-least),9vh,var(--page-top-most));}\n").Append(Adaptations).Append("}\n");
        if (parts.Background is { } picture)
        {
            // Beside this file, so that no prefix of the site matters. Not as a custom property: its address would be that of the sheet which uses it.
            css.Append("@layer theme{@media (min-width:60rem){").Append(Picture("", picture));
            if (parts.BackgroundDark is { } dark)
            {
                css.Append("@media (prefers-color-scheme:dark){").Append(Picture(":root:not([data-theme])", dark)).Append('}').Append(Picture("[data-theme=dark]", dark));
            }

            css.Append("}}\n");
        }

        return (parts.Styles is { } own ? css.Append("@layer theme{\n").Append(own).Append("\n}\n") : css).ToString();
    }
}

/// <summary>What a theme is made of; what a folder lacks is the product's.</summary>
internal sealed record ThemeParts(TokenSet Tokens, string Logo, PagesFile Pages, TextCatalog Texts)
{
    public string? LogoDark { get; init; }

    public ThemeAsset? Favicon { get; init; }

    public ThemeAsset? Background { get; init; }

    public ThemeAsset? BackgroundDark { get; init; }

    public MailPicture? MailLogo { get; init; }

    public MailFrame MailFrame { get; init; } = MailFrame.None;

    /// <summary>Of the files that pages are made from.</summary>
    public string Markup { get; init; } = "";

    /// <summary>The theme's own style sheet.</summary>
    public string? Styles { get; init; }
}
