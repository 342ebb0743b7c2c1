using Portal.Components.Icons;

namespace Portal.Components.Surfaces;

/// <summary>One of the account's pages in the rail.</summary>
public sealed record RailItem(string Href, string Text, IconName Icon, bool IsCurrent = false);
