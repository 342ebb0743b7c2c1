namespace Portal.Gallery;

/// <summary>Where the gallery is, from the root of the site on.</summary>
internal static class GalleryPlaces
{
    public const string Overview = "/gallery";
    public const string Components = "/gallery/components";
    public const string Tokens = "/gallery/tokens";
    public const string File = "/gallery/tokens/theme.json";

    /// <summary>The whole theme: taken along by GET, brought by POST.</summary>
    public const string Package = "/gallery/tokens/" + PackageName;

    public const string PackageName = "theme.zip";
}
