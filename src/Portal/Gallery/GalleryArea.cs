namespace Portal.Gallery;

/// <summary>States that belong together: those of a folder of pages.</summary>
/// <param name="Id">Unique, for addresses.</param>
internal sealed record GalleryArea(string Id, string Title, IReadOnlyList<GalleryState> States);
