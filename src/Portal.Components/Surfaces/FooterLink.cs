namespace Portal.Components.Surfaces;

/// <summary>A page that the operator owes to visitors: privacy, terms, help.</summary>
public sealed record FooterLink(string Href, string Text);
