using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Support;

/// <summary>A test with a theme's folder of its own, and with the application that shows it once it is asked for.</summary>
/// <param name="usual">The environment, where a test says no other.</param>
public abstract class ThemeSiteTest(string usual) : IAsyncLifetime
{
    private PortalFactory? _site;

    /// <summary>Of the theme; empty at first.</summary>
    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("portal-theme-");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
        {
            await _site.DisposeAsync();
        }

        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected async Task<PortalFactory> SiteAsync(string? environment = null) => _site ??= await PortalFactory.StartAsync(
        new Dictionary<string, string?>(StringComparer.Ordinal) { [$"{ThemeOptions.Section}:{nameof(ThemeOptions.Directory)}"] = Folder.FullName }, environment: environment ?? usual);

    private protected void Write(string name, string text)
    {
        var path = Path.Combine(Folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
