namespace Portal.Tests.E2E.Support;

/// <summary>The example themes of docs/designers, all in one installation: each under a host name of its own, <c>{name}.localhost</c>, which every browser finds on this machine.</summary>
internal static class ExampleThemes
{
    private static readonly string Examples = Path.Combine(Repository.Root, "docs", "designers", "themes");

    public static IReadOnlyList<string> Names { get; } = [.. Directory.GetDirectories(Examples).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Theme:Directory"] = Arrange() };

    /// <summary>Goes to a page in a theme.</summary>
    public static Task OpenAsync(this Visit visit, string theme, string path) => visit.Page.GotoAsync(AddressOf(visit.Portal, theme) + path);

    public static string AddressOf(PortalServer portal, string theme) => portal.Address.Replace("localhost", HostOf(theme), StringComparison.Ordinal);

    /// <summary>Who is signed in is so under every name: one person sees all themes.</summary>
    public static async Task BeKnownEverywhereAsync(this Visit visit)
    {
        var cookies = await visit.Context.CookiesAsync([visit.Portal.Address]);
        await visit.Context.AddCookiesAsync(Names.SelectMany(theme => cookies.Select(cookie => new Microsoft.Playwright.Cookie
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = HostOf(theme),
            Path = cookie.Path,
            HttpOnly = cookie.HttpOnly,
            SameSite = cookie.SameSite,
        })));
    }

    /// <summary>Puts them into the folder of themes of an installation.</summary>
    public static void CopyTo(string folder)
    {
        foreach (var file in Directory.GetFiles(Examples, "*", SearchOption.AllDirectories))
        {
            var (theme, rest) = Path.GetRelativePath(Examples, file).Split(Path.DirectorySeparatorChar, 2) is [var first, var second] ? (first, second) : throw new InvalidOperationException($"{file} is in no theme.");
            var target = Path.Combine(FolderOf(folder, theme), rest);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Where the theme of a host name lies.</summary>
    public static string FolderOf(string folder, string theme) => Path.Combine(folder, "hosts", HostOf(theme));

    private static string Arrange()
    {
        var folder = Directory.CreateTempSubdirectory("portal-example-themes-").FullName;
        CopyTo(folder);
        return folder;
    }

    private static string HostOf(string theme) => theme + ".localhost";
}
