namespace Portal.Identity.Homeserver;

/// <summary>What a device may be called at the homeserver.</summary>
public static class DeviceDisplayName
{
    /// <summary>In characters of Unicode; a longer one is refused there.</summary>
    public const int MaxLength = 100;

    private const string Ellipsis = "…";

    /// <summary>The name, or its beginning if it is too long.</summary>
    public static string Cut(string name) => name.EnumerateRunes().Count() <= MaxLength ? name
        : string.Concat(name.EnumerateRunes().Take(MaxLength - 1).Select(rune => rune.ToString())).TrimEnd() + Ellipsis;
}
