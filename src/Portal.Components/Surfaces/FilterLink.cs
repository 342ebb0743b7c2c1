namespace Portal.Components.Surfaces;

/// <summary>One way to look at a list.</summary>
/// <param name="Count">How many it shows.</param>
public sealed record FilterLink(string Href, string Text, int Count, bool IsCurrent = false);
