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
        var (environment, options, logger) = (services.GetRequiredService<IWebHostEnvironment>(), services.GetRequiredService<IOptions<ThemeOptions>>().Value, services.GetRequiredService<ILogger<Themes>>());
        var directory = DirectoryOf(options, environment);
        if (options.Directory is not null && !Directory.Exists(directory))
        {
            Theme.Themes.LogMissing(logger, directory);
        }

        return new Themes(FolderOf(directory), environment.IsDevelopment(), logger);
    }

    private static IFileProvider FolderOf(string directory) => Directory.Exists(directory) ? new PhysicalFileProvider(directory) : new NullFileProvider();
}
