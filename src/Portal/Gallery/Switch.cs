namespace Portal.Gallery;

/// <summary>One of a few ways to look.</summary>
public sealed record Switch(string Href, string Text, bool IsCurrent);
