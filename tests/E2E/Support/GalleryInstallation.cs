namespace Portal.Tests.E2E.Support;

/// <summary>A portal whose gallery anybody may see: under its own name with the product's theme, and under other names with others.</summary>
internal static class GalleryInstallation
{
    /// <summary>Themes that are the product's own but for one token, as somebody changes it who only wants to see what happens.</summary>
    public static IReadOnlyDictionary<string, string> Changes { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["one-colour"] = """{ "light": { "color": { "danger-text": { "$value": "#a8326b" } } } }""",
        ["one-radius"] = """{ "radius": { "base": { "$value": { "value": 6, "unit": "px" } } } }""",
        ["one-space"] = """{ "space": { "4": { "$value": { "value": 18, "unit": "px" } } } }""",
        ["one-size"] = """{ "size": { "small": { "$value": { "value": 0.9375, "unit": "rem" } } } }""",
    };

    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["Portal:Theme:Directory"] = Arrange(),
    };

    private static string Arrange()
    {
        var folder = Directory.CreateTempSubdirectory("portal-gallery-themes-").FullName;
        ExampleThemes.CopyTo(folder);
        foreach (var (name, tokens) in Changes)
        {
            var theme = Directory.CreateDirectory(ExampleThemes.FolderOf(folder, name)).FullName;
            File.WriteAllText(Path.Combine(theme, "theme.json"), tokens);
        }

        return folder;
    }
}
