using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace Portal.Theme;

/// <summary>Composition of the themes.</summary>
internal static class ThemeServices
{
    public static void AddThemes(this IServiceCollection services)
    {
        services.AddOptions<ThemeOptions>().BindConfiguration(ThemeOptions.Section);
        services.AddSingleton(Themes);
        services.AddSingleton<ThemeDrafts>();
        services.AddTransient(provider => provider.GetRequiredService<Themes>().Main.Texts);
    }

    /// <summary>Where the theme lies.</summary>
    public static string DirectoryOf(ThemeOptions options, IWebHostEnvironment environment) =>
        Path.GetFullPath(options.Directory ?? Path.Combine(environment.WebRootPath ?? "wwwroot", "theme"), environment.ContentRootPath);

    private static Themes Themes(IServiceProvider services)
    {
        var environment = services.GetRequiredService<IWebHostEnvironment>();
        var directory = DirectoryOf(services.GetRequiredService<IOptions<ThemeOptions>>().Value, environment);
        return new Themes(FolderOf(directory), environment.IsDevelopment(), services.GetRequiredService<ILogger<Themes>>());
    }

    private static IFileProvider FolderOf(string directory) => Directory.Exists(directory) ? new PhysicalFileProvider(directory) : new NullFileProvider();
}
