namespace Portal.Identity.Sessions;

/// <summary>The style of browsers, and of Electron apps, which say that they are browsers too.</summary>
internal static class BrowserUserAgent
{
    // The first product that is present gives the name: most browsers also claim to be the ones further down.
    private static readonly (string Product, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("EdgA", "Edge"), ("EdgiOS", "Edge"), ("Edge", "Edge"),
        ("OPR", "Opera"), ("OPT", "Opera"), ("OPiOS", "Opera"), ("Opera", "Opera"),
        ("SamsungBrowser", "Samsung Internet"), ("Vivaldi", "Vivaldi"), ("YaBrowser", "Yandex Browser"), ("DuckDuckGo", "DuckDuckGo"),
        ("FxiOS", "Firefox"), ("Firefox", "Firefox"),
        ("CriOS", "Chrome"), ("Chromium", "Chromium"), ("HeadlessChrome", "Chrome"), ("Chrome", "Chrome"),
    ];

    private static readonly string[] ElectronItself = ["Mozilla", "AppleWebKit", "Chrome", "Electron", "Safari"];

    public static UserAgent Parse(UserAgentText text)
    {
        var system = UserAgentSystem.Read(text);
        var (name, version) = NameOf(text, system);
        return new(name, string.IsNullOrEmpty(version) ? null : version, system.Os, system.Version, system.Model, system.Kind);
    }

    private static (string? Name, string? Version) NameOf(UserAgentText text, UserAgentSystem system)
    {
        if (text.VersionOf("Electron") is not null)
        {
            var app = text.Products.FirstOrDefault(product =>
                product is { Name.Length: > 0, Version.Length: > 0 } && !ElectronItself.Contains(product.Name, StringComparer.Ordinal));
            if (app.Name is not null)
            {
                return app;
            }
        }

        foreach (var (product, name) in Browsers)
        {
            if (text.VersionOf(product) is { } version)
            {
                return (name, text.VersionOf("Version") is { } later && product is "Opera" ? later : version);
            }
        }

        if (text.System.Any(part => part.StartsWith("Trident/", StringComparison.Ordinal)))
        {
            return ("Internet Explorer", InternetExplorerVersion(text));
        }

        // The version of Safari is in another product; the number behind its own name is WebKit's.
        if (text.VersionOf("Safari") is not null && system.Os is not "Android")
        {
            return ("Safari", text.VersionOf("Version"));
        }

        // No browser: a library or a tool, which is best known by the first thing that it says.
        return text.Products is [{ Name: not ("Mozilla" or ""), Version.Length: > 0 } first, ..] ? first : (null, null);
    }

    private static string? InternetExplorerVersion(UserAgentText text) => text.System
        .Select(part => part.StartsWith("MSIE ", StringComparison.Ordinal) ? part[5..] : part.StartsWith("rv:", StringComparison.Ordinal) ? part[3..] : null)
        .FirstOrDefault(version => version is not null);
}
