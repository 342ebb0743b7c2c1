namespace Portal.Gallery;

/// <summary>Something that the product shows, in one of its states.</summary>
/// <param name="Id">Stable, and unique: what it is, a full stop, and the state. Addresses and pictures are named after it.</param>
/// <param name="Title">In a few words, for designers.</param>
/// <param name="Component">What draws it, here as everywhere.</param>
internal abstract record GalleryState(string Id, string Title, Type Component)
{
    /// <summary>Where it can be seen, from the root of the site on.</summary>
    public abstract string Path { get; }
}
