using Microsoft.AspNetCore.WebUtilities;

namespace Portal.Gallery;

/// <summary>What the overview shows, as its address says it.</summary>
public sealed record GalleryFilter
{
    public const int LongestSearch = 100;

    public GalleryLook Look { get; init; } = new();

    /// <summary>Miniatures of a desktop; of a phone without.</summary>
    public bool IsWide { get; init; }

    /// <summary>Words that are all in the title, the id or the name of the area.</summary>
    public string Search { get; init; } = "";

    /// <summary>Id of the one area that is shown; none for all.</summary>
    public string? Area { get; init; }

    internal static GalleryFilter Of(HttpContext context)
    {
        var query = context.Request.Query;
        return new()
        {
            Look = GalleryLook.Of(context),
            IsWide = query["width"] is ["desktop"],
            Search = query["q"] is [{ Length: <= LongestSearch } words] ? words.Trim() : "",
            Area = query["area"] is [{ } id] ? GalleryCatalog.Areas.FirstOrDefault(area => area.Id == id)?.Id : null,
        };
    }

    public IEnumerable<KeyValuePair<string, string?>> Fields =>
        [.. Look.Fields, .. ((KeyValuePair<string, string?>[])[new("width", IsWide ? "desktop" : null), new("q", Search.Length == 0 ? null : Search), new("area", Area)]).Where(pair => pair.Value is not null)];

    /// <summary>The address of an overview that shows this.</summary>
    public string Path => QueryHelpers.AddQueryString(GalleryPlaces.Overview, Fields);

    /// <summary>The areas with the states that are found, without those that have none.</summary>
    internal IReadOnlyList<GalleryArea> Find()
    {
        var words = Search.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. from area in GalleryCatalog.Areas
               where Area is null || area.Id == Area
               let states = area.States.Where(state => Array.TrueForAll(words, word => $"{area.Title} {state.Title} {state.Id}".Contains(word, StringComparison.OrdinalIgnoreCase))).ToList()
               where states.Count > 0
               select area with { States = states },
        ];
    }
}
