namespace Portal.Theme;

/// <summary>Where the look lies (<c>Portal:Theme</c>).</summary>
internal sealed class ThemeOptions
{
    public const string Section = "Portal:Theme";

    /// <summary>The folder of the theme; below it <c>hosts/{name}/</c> are themes for host names of their own. Default: <c>theme</c> in the web root.</summary>
    public string? Directory { get; init; }
}
