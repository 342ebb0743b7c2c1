using Microsoft.Extensions.FileProviders;
using Portal.Components.Surfaces;
using Portal.Mail;
using Portal.Texts;

namespace Portal.Theme;

/// <summary>Reads the folder of a theme.</summary>
internal static class ThemeReader
{
    public const string Tokens = "theme.json";
    public const string Styles = "custom.css";
    public const string Pages = "pages.json";
    public const string Texts = "texts";
    public const string Hosts = "hosts";
    public const string Mails = "emails";
    public const string MailLogo = Mails + "/logo.png";
    public const string MailHeader = Mails + "/header.html";
    public const string MailFooter = Mails + "/footer.html";
    public const string MailFooterText = Mails + "/footer.txt";

    private static readonly string[] Files = [Tokens, ThemeSchema.File, "logo.svg", "logo-dark.svg", Styles, Pages, PagesSchema.File];
    private static readonly string[] Folders = [Texts, Hosts, Mails];
    private static readonly string[] MailFiles = [MailLogo, MailHeader, MailFooter, MailFooterText];
    private static readonly string[] NotOurs = [".md", ".txt"];
    private static readonly string[] Pictures = [.. ImageFile.ForTab.Select(extension => "favicon" + extension), .. ImageFile.ForPage.SelectMany(extension => (string[])["background" + extension, "background-dark" + extension])];
    private static readonly string[] TextFiles = [.. TextCatalog.BuiltIn.Keys.Order(StringComparer.Ordinal).Select(language => $"{Texts}/{language}.json")];

    /// <summary>Every file that a theme can have, without those for host names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Files, .. Pictures, .. MailFiles, .. TextFiles];

    /// <param name="folder">What is missing in it is the product's own.</param>
    /// <param name="prefix">Where in it the theme lies: empty, or a path with a slash at its end.</param>
    public static ThemeReading Read(IFileProvider folder, string prefix = "", bool withPseudoLanguage = false)
    {
        var problems = new List<ThemeProblem>();
        var files = new ThemeFiles(folder, prefix, problems);
        var tokens = files.Read(Tokens, ThemeLimits.Tokens, (bytes, _) => TokenSet.Read(bytes, problems)) ?? TokenSet.Default;
        var height = tokens.Pixels("layout.logo");
        var logo = files.Read("logo.svg", ThemeLimits.Svg, (bytes, found) => SvgFile.ReadLogo(bytes, "logo-", height, found));
        var logoDark = files.Read("logo-dark.svg", ThemeLimits.Svg, (bytes, found) => SvgFile.ReadLogo(bytes, "logo-dark-", height, found));
        if (logoDark is not null && logo is null)
        {
            problems.Add(new("logo-dark.svg", "", "without a logo.svg nobody knows what to show in the light.", ThemeProblemKind.Barrier));
        }

        var theme = new SiteTheme(new ThemeParts(
            tokens,
            logo ?? DefaultLogo(height),
            files.Read(Pages, ThemeLimits.Pages, PagesFile.Read) ?? PagesFile.Default,
            new TextCatalog(ReadTexts(files), withPseudoLanguage))
        {
            LogoDark = logo is null ? null : logoDark,
            Favicon = files.ReadPicture("favicon", ImageFile.ForTab),
            Background = files.ReadPicture("background", ImageFile.ForPage),
            BackgroundDark = files.ReadPicture("background-dark", ImageFile.ForPage),
            Styles = files.Read(Styles, ThemeLimits.Styles, StyleFile.Read),
            MailLogo = files.Read(MailLogo, ThemeLimits.Image, ImageFile.ReadMailLogo),
            MailFrame = new MailFrame
            {
                Header = files.Read(MailHeader, ThemeLimits.MailPart, MailPartFile.Read),
                Footer = files.Read(MailFooter, ThemeLimits.MailPart, MailPartFile.Read),
                FooterText = files.Read(MailFooterText, ThemeLimits.MailPart, MailTextFile.Read),
            },
            Markup = files.Fingerprint,
        });
        LookAtRest(folder, prefix, problems);
        if (theme.Weight > ThemeLimits.Weight)
        {
            problems.Add(new("", "", $"the files of the theme weigh {theme.Weight / 1024.0:0.0} KB compressed, of which {ThemeLimits.Weight / 1024} fit into a first visit. Make the background smaller, or draw it as SVG."));
        }

        if (theme.Pages.Layout != AuthLayout.Card && theme.Background is null)
        {
            problems.Add(new(Pages, "layout", "this layout has a place for a picture, and there is no background file; the place is filled with the accent colour.", ThemeProblemKind.Advice));
        }

        return new ThemeReading(theme, problems);
    }

    /// <summary>The product as it is without any theme.</summary>
    public static SiteTheme Default(bool withPseudoLanguage) => Read(new NullFileProvider(), "", withPseudoLanguage).Theme;

    private static string DefaultLogo(double height) =>
        SvgFile.ReadLogo(TokenContract.ReadResource("logo.svg"), "logo-", height, new ThemeProblems("logo.svg", [])) ?? throw new InvalidOperationException("The logo of the product is broken.");

    private static Dictionary<string, IReadOnlyDictionary<string, string>> ReadTexts(ThemeFiles files)
    {
        var all = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in files.NamesIn(Texts).Where(name => name.EndsWith(".json", StringComparison.Ordinal)))
        {
            var language = name[..^".json".Length];
            if (files.Read($"{Texts}/{name}", ThemeLimits.Texts, (bytes, problems) => TextsFile.Read(language, bytes, problems)) is { } texts)
            {
                all[language] = texts;
            }
        }

        return all;
    }

    // A file with a name that nobody reads is mostly one that was meant.
    private static void LookAtRest(IFileProvider folder, string prefix, List<ThemeProblem> problems)
    {
        foreach (var entry in folder.GetDirectoryContents(prefix.TrimEnd('/')))
        {
            LookAt(entry, "", entry.IsDirectory ? Folders : [.. Files, .. Pictures], NotOurs, problems);
        }

        foreach (var entry in folder.GetDirectoryContents(prefix + Mails))
        {
            LookAt(entry, Mails + "/", MailFiles, [".md"], problems);
        }

        foreach (var entry in folder.GetDirectoryContents(prefix + Texts).Where(entry => entry.IsDirectory || !entry.Name.EndsWith(".json", StringComparison.Ordinal)))
        {
            LookAt(entry, Texts + "/", TextFiles, NotOurs, problems);
        }
    }

    private static void LookAt(IFileInfo entry, string folder, string[] known, string[] others, List<ThemeProblem> problems)
    {
        var name = folder + entry.Name;
        if (!known.Contains(name, StringComparer.Ordinal) && (entry.IsDirectory || !others.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)))
        {
            problems.Add(new(name, "", $"nobody reads this.{Nearest.Hint(name, known)}", ThemeProblemKind.Advice));
        }
    }
}

/// <summary>What a folder holds.</summary>
/// <param name="Theme">To show only if nothing is broken.</param>
internal sealed record ThemeReading(SiteTheme Theme, IReadOnlyList<ThemeProblem> Problems)
{
    public bool IsSound => Problems.All(problem => problem.Kind != ThemeProblemKind.Broken);
}
